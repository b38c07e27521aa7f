package sevol.diagnosis;

import java.util.Locale;

/** Why access was or would be denied; the same words in text, JSON and metrics. */
public enum Cause {
  /** The object has a label that containers may not use; a container label repairs it. */
  WRONG_TYPE_LABEL,
  /** The object has no label, or one stored as unlabeled_t, or one the policy does not know. */
  UNLABELED,
  /** The type is right, the MCS level belongs to another container. */
  MCS_MISMATCH,
  /** The file system cannot store labels (NFS, CIFS, vfat, {@code context=} mounts). */
  NO_XATTR_FILESYSTEM,
  /**
   * The object belongs to the host (system trees, sockets of daemons); relabelling would break it.
   */
  PROTECTED_HOST_PATH,
  /** A boolean of the policy governs the access. */
  BOOLEAN,
  /** A device node. */
  DEVICE,
  /** Not a file: a capability, socket, process, pipe, terminal. */
  NOT_A_FILE,
  /** The policy lacks a rule that containers need; no label repairs it. */
  POLICY_GAP,
  /** The source is no container. */
  NOT_CONTAINER,
  /** Cannot be told from what is known. */
  UNKNOWN;

  /** True if giving the object another label repairs it. */
  public boolean isCuredByLabel() {
    return this == UNLABELED || this == WRONG_TYPE_LABEL || this == MCS_MISMATCH;
  }

  /** The word as printed: {@code mcs-mismatch}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
