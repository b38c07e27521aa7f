package sevol.request;

/**
 * Which entry of {@code lxc_contexts} an engine takes a container's process label from, unless a
 * type is given. Docker knows only the first ({@code processLabel} in {@code
 * containers/podman:libpod/container_internal_common.go}).
 */
public enum ProcessKind {
  /** {@code process}: container_t. */
  ORDINARY,
  /** {@code init_process}, container_init_t: podman, for a container that runs systemd. */
  INIT,
  /** {@code kvm_process}, container_kvm_t: podman, for a runtime that starts virtual machines. */
  KVM
}
