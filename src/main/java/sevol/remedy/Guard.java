package sevol.remedy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;

/**
 * The refusals, asked before anything else: what would break the host, or could not be labelled.
 */
final class Guard {
  private final Function<Path, Optional<String>> protectedPaths;
  private final Predicate<FileStatus> storesLabels;

  /**
   * A guard.
   *
   * @param protectedPaths why a path belongs to the host, by subtree; empty if it does not
   * @param storesLabels whether the mount of an object has {@code seclabel} in mountinfo
   */
  Guard(Function<Path, Optional<String>> protectedPaths, Predicate<FileStatus> storesLabels) {
    this.protectedPaths = protectedPaths;
    this.storesLabels = storesLabels;
  }

  /**
   * Why this object must not be relabelled.
   *
   * @param asked the path as the user spelt it, absolute
   * @param real the same with every link resolved
   */
  Optional<String> refusal(Path asked, Path real, FileStatus status) {
    Optional<String> belongs = protectedPaths.apply(real).or(() -> protectedPaths.apply(asked));
    if (belongs.isPresent()) {
      return belongs;
    }
    ObjectClass tclass = status.tclass();
    if (tclass.equals(ObjectClass.SOCK_FILE)) {
      return Optional.of(
          "it is a socket: its label guards a daemon, and connecting is also asked of the daemon's"
              + " own domain");
    }
    if (!tclass.equals(ObjectClass.DIR) && !tclass.equals(ObjectClass.FILE)) {
      return Optional.of("it is a " + tclass + ", only directories and files are relabelled");
    }
    if (!storesLabels.test(status)) {
      return Optional.of(
          "its file system stores no labels (no seclabel in /proc/self/mountinfo); mount it with"
              + " context=, or use the policy's boolean for it");
    }
    return FcontextSpec.refusal(real.toString());
  }
}
