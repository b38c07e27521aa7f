package sevol.remedy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;

/** What to do about a diagnosis, in words and commands, without looking at the host. */
public final class Advisor {
  private final ContainerLabels labels;

  /** Advises for a host whose policy gives containers these labels. */
  public Advisor(ContainerLabels labels) {
    this.labels = labels;
  }

  /**
   * Advice for one diagnosis.
   *
   * @param hostPath the mount's source (or the object) on the host, null if it is not known
   * @param readOnly every known use of the mount is read-only
   */
  public Advice advise(Diagnosis diagnosis, @Nullable Path hostPath, boolean readOnly) {
    return switch (diagnosis.cause()) {
      case UNLABELED, WRONG_TYPE_LABEL -> relabel(diagnosis.cause(), hostPath, readOnly);
      case MCS_MISMATCH -> level(hostPath);
      case NO_XATTR_FILESYSTEM ->
          say(
              "The file system stores no labels: turn on the policy's boolean for it, or mount it"
                  + " with a label.",
              "Booleans: getsebool -a | grep -E 'container_use|virt_use'.",
              "Mount option: context=\"" + labels.file() + "\".");
      case PROTECTED_HOST_PATH ->
          say(
              "Do not relabel it: it belongs to the host, or a daemon listens there.",
              "Mount a dedicated directory instead, or write a policy for this container with"
                  + " udica(8).",
              "--security-opt label=disable works too, and switches SELinux off for that"
                  + " container.");
      case BOOLEAN ->
          say(
              "A boolean of the policy governs this access: setsebool -P NAME on.",
              "It opens the access to every container of the host.");
      case DEVICE ->
          say(
              "Pass the device with --device, so that the engine makes a node with a container's"
                  + " label; do not relabel /dev.");
      case NOT_A_FILE -> say("No file label is concerned; nothing to relabel.");
      case POLICY_GAP ->
          say(
              "No label repairs it: the policy lacks a rule. Update the container policy, or write"
                  + " one with udica(8).");
      case NOT_CONTAINER -> say("The process is no container's.");
      case UNKNOWN -> say("Not enough is known to say what repairs it.");
    };
  }

  private Advice relabel(Cause cause, @Nullable Path hostPath, boolean readOnly) {
    String type = (readOnly ? labels.readOnlyFile() : labels.file()).type();
    List<String> notes =
        cause == Cause.UNLABELED
            ? List.of(
                "If the directory above is unlabeled too, fix from there: what is made beside this"
                    + " one will be unlabeled again.")
            : List.of();
    return hostPath == null
        ? new Advice(
            "Give the mount's source on the host the label " + type + ".", List.of(), notes)
        : new Advice(
            "Give " + hostPath + " the label " + type + ".", fix(hostPath, readOnly), notes);
  }

  private static List<List<String>> fix(Path hostPath, boolean readOnly) {
    List<String> command = new ArrayList<>(List.of("sudo", "sevol", "fix", "--apply"));
    if (readOnly) {
      command.add("--read-only");
    }
    command.add(hostPath.toString());
    return List.of(command);
  }

  private static Advice level(@Nullable Path hostPath) {
    return new Advice(
        "The content is private to another container. If both shall use it, mount it :z in both;"
            + " if the other is gone, reset the level to s0.",
        hostPath == null ? List.of() : fix(hostPath, false),
        List.of(
            "restorecon without -F never repairs a level.",
            "Mounted :Z by both, each start takes it from the other."));
  }

  private static Advice say(String summary, String... notes) {
    return new Advice(summary, List.of(), List.of(notes));
  }
}
