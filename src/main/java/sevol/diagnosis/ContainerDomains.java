package sevol.diagnosis;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.selinux.SecurityContext;

/**
 * Which process domains are containers, and which are the engines that make them. A category pair
 * proves nothing: Android applications and hand-written services have one too.
 */
final class ContainerDomains {
  /** A privileged container: unconfined and not bound to its level. */
  static final String PRIVILEGED = "spc_t";

  /**
   * container.te of container-selinux and of refpolicy, virt.te of Fedora for the old names, Talos
   * (pod_t) and Bottlerocket (control_t, super_t).
   */
  private static final Set<String> CONTAINERS =
      Set.of(
          "container_t",
          "svirt_lxc_net_t",
          "svirt_lxc_t",
          "svirt_kvm_net_t",
          "svirt_qemu_net_t",
          "container_init_t",
          "container_kvm_t",
          "container_logreader_t",
          "container_logwriter_t",
          "container_userns_t",
          "container_engine_t",
          "container_device_t",
          "container_device_plugin_t",
          "container_device_plugin_init_t",
          "docker_user_container_t",
          PRIVILEGED,
          "pod_t",
          "control_t",
          "super_t");

  /** Home-made domains ({@code nvidia_container_t}) and those of udica ({@code NAME.process}). */
  private static final Pattern CUSTOM =
      Pattern.compile("\\w[\\w.-]*_container_t|[\\w-]+\\.process");

  private static final Pattern ENGINES =
      Pattern.compile(
          "container_runtime_t|container_runtime_domain|docker(?:_user)?_t|dockerd(?:_user)?_t"
              + "|dockerc_t|podman(?:_user)?_t|(?:podman_|crio_)?conmon(?:_user)?_t"
              + "|(?:podman_|docker_)?containerd_t|crio_t|kubelet_t|rootlesskit_t|runc_t|crun_t"
              + "|rke2_service_t|k3s_t|pod_containerd_t|virtd_lxc_t");

  private ContainerDomains() {}

  /** True if the context is that of a container's process. */
  static boolean isContainer(@Nullable SecurityContext context) {
    return context != null
        && !context.isObject()
        && (CONTAINERS.contains(context.type()) || isCustom(context.type()));
  }

  /** True for a domain with a policy of its own, which is where its rules belong. */
  static boolean isCustom(String type) {
    return !CONTAINERS.contains(type) && CUSTOM.matcher(type).matches();
  }

  static boolean isEngine(@Nullable SecurityContext context) {
    return context != null && !context.isObject() && ENGINES.matcher(context.type()).matches();
  }
}
