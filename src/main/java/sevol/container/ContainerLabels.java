package sevol.container;

import sevol.selinux.SecurityContext;

/**
 * The labels that the policy gives containers, from {@code lxc_contexts}.
 *
 * @param process label of a container's process, at level s0 (the engines add the MCS pair)
 * @param file label of content that a container may change
 * @param readOnlyFile label of content that it may only read; the same as {@code file} where the
 *     policy has none
 */
public record ContainerLabels(
    SecurityContext process, SecurityContext file, SecurityContext readOnlyFile) {

  /** What current policies of Fedora and Debian give, for a host that cannot be looked at. */
  public static final ContainerLabels DEFAULT =
      new ContainerLabels(
          SecurityContext.of("system_u:system_r:container_t:s0"),
          SecurityContext.of("system_u:object_r:container_file_t:s0"),
          SecurityContext.of("system_u:object_r:container_ro_file_t:s0"));
}
