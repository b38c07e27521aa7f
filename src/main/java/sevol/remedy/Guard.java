package sevol.remedy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import sevol.diagnosis.Protection;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;

/**
 * The refusals, asked before anything else: what would break the host, or could not be labelled.
 */
final class Guard {
  private final Function<Path, Optional<Protection>> protection;
  private final Predicate<FileStatus> storesLabels;

  /**
   * A guard.
   *
   * @param protection why a path belongs to the host, by subtree; empty if it does not
   * @param storesLabels whether the mount of an object has {@code seclabel} in mountinfo
   */
  Guard(Function<Path, Optional<Protection>> protection, Predicate<FileStatus> storesLabels) {
    this.protection = protection;
    this.storesLabels = storesLabels;
  }

  /**
   * Why this object must not be relabelled.
   *
   * @param asked the path as the user spelt it, absolute
   * @param real the same with every link resolved
   * @param known paths whose protection the user sets aside, each for itself
   */
  Optional<Refusal> refusal(Path asked, Path real, FileStatus status, Set<Path> known) {
    Optional<Protection> belongs = protection.apply(real).or(() -> protection.apply(asked));
    if (belongs.isPresent() && (belongs.get().absolute() || !known.contains(real))) {
      return refuse(
          real,
          belongs.get().why(),
          "mount a dedicated directory instead, or see udica(8) for a policy"
              + (belongs.get().absolute()
                  ? ""
                  : "; if it is nobody else's and you know it, say --i-know " + real));
    }
    ObjectClass tclass = status.tclass();
    if (tclass.equals(ObjectClass.SOCK_FILE)) {
      return refuse(
          real,
          "it is a socket: its label guards a daemon, and connecting is also asked of the daemon's"
              + " own domain",
          "mount a dedicated directory instead, or see udica(8) for a policy");
    }
    if (!tclass.equals(ObjectClass.DIR) && !tclass.equals(ObjectClass.FILE)) {
      return refuse(
          real,
          "it is a " + tclass + ", only directories and files are relabelled",
          "pass a device with --device");
    }
    if (!storesLabels.test(status)) {
      return refuse(
          real,
          "its file system stores no labels (no seclabel in /proc/self/mountinfo)",
          "mount it with context=, or use the policy's boolean for it");
    }
    return FcontextSpec.refusal(real.toString())
        .flatMap(why -> refuse(real, why, "rename it, or mount a directory above it"));
  }

  private static Optional<Refusal> refuse(Path real, String reason, String next) {
    return Optional.of(new Refusal(real, reason, next));
  }
}
