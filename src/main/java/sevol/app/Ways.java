package sevol.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevol.container.Mount;
import sevol.diagnosis.Cause;
import sevol.preflight.Cure;
import sevol.preflight.Verdict;
import sevol.remedy.Way;

/** What would help a denied path and is not for {@code sevol fix} to do. */
final class Ways {
  private final Path path;
  private final @Nullable Mount mount;
  private final Function<String, Optional<String>> image;

  /**
   * Ways for a path.
   *
   * @param mount the mount that it lies on, null if it cannot be told
   * @param image the file behind a loop device, empty of another: after umount(8) a loop device is
   *     mostly gone
   */
  Ways(Path path, @Nullable Mount mount, Function<String, Optional<String>> image) {
    this.path = path;
    this.mount = mount;
    this.image = image;
  }

  /** Those that were proved first, those that always work last. */
  List<Way> of(Verdict verdict) {
    List<Way> ways = new ArrayList<>();
    for (Cure cure : verdict.cures()) {
      switch (cure.kind()) {
        case CONTEXT -> ways.add(mountedWith(cure.value()));
        case TYPE ->
            ways.add(
                run(
                    "Run the container with a type that may use it, as the policy says.",
                    "--security-opt",
                    "label=type:" + cure.value()));
        case LEVEL ->
            ways.add(
                run(
                    "Run the container at the level of the content.",
                    "--security-opt",
                    "label=level:" + cure.value()));
        default -> {
          // sevol fix does it
        }
      }
    }
    Cause cause = verdict.cause();
    if (cause == Cause.DEVICE) {
      ways.add(
          run(
              "Pass the device instead of its node: the engine makes a node with a container's"
                  + " label.",
              "--device",
              path.toString()));
    }
    if (cause == Cause.PROTECTED_HOST_PATH || cause == Cause.POLICY_GAP) {
      ways.add(
          new Way(
              "Write a policy for this one container: udica(8) makes it from what the engine says"
                  + " of it (podman inspect CONTAINER | sudo udica NAME).",
              List.of(),
              List.of()));
      ways.add(
          run(
              "Or switch SELinux off for this one container; it may then use all that its user"
                  + " may.",
              "--security-opt",
              "label=disable"));
    }
    return ways;
  }

  private static Way run(String summary, String... words) {
    return new Way(summary, List.of(), List.of(words));
  }

  /** The context of a mount is set when it is made; remounting does not change it. */
  private Way mountedWith(String context) {
    Mount at = mount;
    if (at == null) {
      return new Way("Mount its file system with " + context + ".", List.of(), List.of());
    }
    Optional<String> file = image.apply(at.source());
    String options =
        Stream.concat(kept(at.options()), kept(at.superOptions()))
            .distinct()
            .collect(Collectors.joining(",", file.isPresent() ? "loop," : "", ","));
    return new Way(
        "Mount its file system with a label that containers may use; the same option in fstab(5)"
            + " keeps it.",
        List.of(
            List.of("sudo", "umount", at.mountpoint()),
            List.of(
                "sudo",
                "mount",
                "-t",
                at.fstype(),
                "-o",
                options + context,
                file.orElse(at.source()),
                at.mountpoint())),
        List.of());
  }

  /** Options as they are, but for labels; a quoted label may hold commas. */
  private static Stream<String> kept(String options) {
    String plain = options.replaceAll("(?:fs|def|root)?context=(?:\"[^\"]*\"|[^,]*)", "");
    return Arrays.stream(plain.split(",", -1))
        .filter(o -> !o.isEmpty() && !o.equals("seclabel") && !o.equals("relatime"));
  }
}
