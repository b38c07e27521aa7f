package sevol.evidence;

import java.util.Arrays;
import java.util.Optional;

/** What a bundle is made of; each is one file in it, and nothing else may be in it. */
public enum Part {
  MANIFEST("manifest.txt", 1 << 16, "which host, when, by which sevol"),
  STATUS("status.json", 1 << 20, "how the daemon is: sevol status --json"),
  INCIDENTS("incidents.json", 32 << 20, "what it found: sevol incidents --all --json"),
  DOCTOR("doctor.json", 4 << 20, "engines, versions, audit setup: sevol doctor --json"),
  MOUNTINFO("mountinfo", 16 << 20, "the mounts of the host"),
  LXC_CONTEXTS("contexts/lxc_contexts", 1 << 16, "the labels that the policy gives containers"),
  FILE_CONTEXTS("contexts/file_contexts", 16 << 20, "the policy's labels of paths"),
  HOMEDIRS("contexts/file_contexts.homedirs", 16 << 20, "those of homes"),
  LOCAL("contexts/file_contexts.local", 16 << 20, "those that were set on this host"),
  SUBS_DIST("contexts/file_contexts.subs_dist", 1 << 20, "the policy's equivalences of paths"),
  SUBS("contexts/file_contexts.subs", 1 << 20, "those that were set on this host"),
  BOOLEANS("booleans.txt", 1 << 20, "the policy's booleans as they are now"),
  CONTAINERS("containers.json", 16 << 20, "containers: name, labels, bind mounts"),
  LABELS("labels.txt", 16 << 20, "the labels of what they mount"),
  POLICY("policy", 64 << 20, "the policy that is loaded, compiled"),
  DENIALS(
      "denials.log", 32 << 20, "denials, as the audit log has them, with their SYSCALL records"),
  ATTRIBUTIONS("attributions.json", 32 << 20, "container and mount of each, as far as proved");

  private final String file;
  private final int mostBytes;
  private final String text;

  Part(String file, int mostBytes, String text) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.text = text;
  }

  /** Its name in the bundle. */
  public String file() {
    return file;
  }

  /** How much of it is kept, and read. */
  public int mostBytes() {
    return mostBytes;
  }

  /** What it is, in a few words. */
  public String text() {
    return text;
  }

  static Optional<Part> of(String file) {
    return Arrays.stream(values()).filter(part -> part.file.equals(file)).findFirst();
  }
}
