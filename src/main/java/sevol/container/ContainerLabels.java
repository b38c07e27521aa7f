package sevol.container;

import sevol.selinux.SecurityContext;

/**
 * The labels that the policy gives containers, from {@code lxc_contexts}.
 *
 * @param process label of a container's process, at level s0 (the engines add the MCS pair)
 * @param file label of content that a container may change
 * @param readOnlyFile label of content that it may only read; the same as {@code file} where the
 *     policy has none
 * @param init label of the process of a container that runs systemd; as {@code process} where the
 *     policy has none
 * @param kvm label of the process of a container in a virtual machine, likewise
 */
public record ContainerLabels(
    SecurityContext process,
    SecurityContext file,
    SecurityContext readOnlyFile,
    SecurityContext init,
    SecurityContext kvm) {

  /** Labels of a policy without other kinds of processes. */
  public ContainerLabels(
      SecurityContext process, SecurityContext file, SecurityContext readOnlyFile) {
    this(process, file, readOnlyFile, process, process);
  }

  /** What current policies of Fedora and Debian give, for a host that cannot be looked at. */
  public static final ContainerLabels DEFAULT =
      new ContainerLabels(
          SecurityContext.of("system_u:system_r:container_t:s0"),
          SecurityContext.of("system_u:object_r:container_file_t:s0"),
          SecurityContext.of("system_u:object_r:container_ro_file_t:s0"));
}
