package sevol.diagnosis;

import static sevol.diagnosis.Cause.BOOLEAN;
import static sevol.diagnosis.Cause.NO_XATTR_FILESYSTEM;
import static sevol.diagnosis.Cause.POLICY_GAP;
import static sevol.diagnosis.Cause.PROTECTED_HOST_PATH;
import static sevol.diagnosis.Cause.UNLABELED;
import static sevol.diagnosis.Cause.WRONG_TYPE_LABEL;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What file types mean for a container that meets them on a mount: read off the policies of Fedora
 * (container-selinux) and Debian (refpolicy). It serves where no policy can be asked; a row tells
 * the cause of a denial, not whether there would be one.
 */
public final class TypeTable {

  /**
   * One row of the table.
   *
   * @param cause what a container's denial on this type means
   * @param what completes "TYPE is …"
   */
  public record Fact(Cause cause, String what) {}

  private static final Set<String> CONTAINER_FILES =
      Set.of(
          "container_file_t",
          "svirt_sandbox_file_t",
          "svirt_lxc_file_t",
          "container_ro_file_t",
          "container_share_t",
          "docker_share_t",
          "container_tmpfs_t");

  private static final Set<String> READ_ONLY =
      Set.of("container_ro_file_t", "container_share_t", "docker_share_t");

  private static final Map<String, Fact> EXACT = new HashMap<>();
  private static final Map<String, Fact> ENDINGS = new LinkedHashMap<>();

  static {
    row(UNLABELED, "what the kernel shows for an object without a valid label", "unlabeled_t");
    row(UNLABELED, "what old policies show for an object without a label", "file_t");

    row(WRONG_TYPE_LABEL, "the type of users' own files", "user_home_t");
    row(WRONG_TYPE_LABEL, "the type of files below /root", "admin_home_t");
    row(WRONG_TYPE_LABEL, "the type of directories below /home that are nobody's", "home_root_t");
    row(WRONG_TYPE_LABEL, "the type of ~/.local/share, rootless storage included", "data_home_t");
    row(WRONG_TYPE_LABEL, "the type of service data below /var/lib", "var_lib_t");
    row(WRONG_TYPE_LABEL, "the type of data below /var and /srv", "var_t", "var_spool_t");
    row(WRONG_TYPE_LABEL, "the type of mount points below /mnt and /media", "mnt_t");
    row(WRONG_TYPE_LABEL, "the type of what is installed below /usr and /opt", "usr_t", "src_t");
    row(WRONG_TYPE_LABEL, "given to paths that no rule of the policy names", "default_t");
    row(WRONG_TYPE_LABEL, "inherited from the root directory", "root_t");
    row(WRONG_TYPE_LABEL, "the type of temporary files", "tmp_t", "user_tmp_t");
    row(WRONG_TYPE_LABEL, "the type of a tmpfs that nobody labelled", "tmpfs_t");
    row(
        WRONG_TYPE_LABEL,
        "the engine's own storage, where container content should carry another type",
        "container_var_lib_t",
        "docker_var_lib_t");
    row(
        WRONG_TYPE_LABEL,
        "the content of a host service",
        "mysqld_db_t",
        "postgresql_db_t",
        "samba_share_t",
        "svirt_image_t",
        "svirt_home_t",
        "virt_image_t",
        "virt_content_t");

    row(BOOLEAN, "opened to containers by the boolean container_manage_cgroup", "cgroup_t");
    row(BOOLEAN, "opened to containers by the boolean container_read_certs", "cert_t");
    row(
        BOOLEAN,
        "opened to containers by the booleans container_read_public_content and"
            + " container_manage_public_content",
        "public_content_t",
        "public_content_rw_t");

    row(
        NO_XATTR_FILESYSTEM,
        "the one label of an NFS mount; the boolean virt_use_nfs (Debian: container_use_nfs) or a"
            + " context= mount option opens it",
        "nfs_t");
    row(
        NO_XATTR_FILESYSTEM,
        "the one label of a CIFS mount; the boolean virt_use_samba (Debian: container_use_samba)"
            + " or a context= mount option opens it",
        "cifs_t",
        "smbfs_t");
    row(NO_XATTR_FILESYSTEM, "the one label of a FUSE mount", "fusefs_t");
    row(
        NO_XATTR_FILESYSTEM,
        "the one label of a CephFS mount; the boolean container_use_cephfs opens it",
        "cephfs_t");
    row(
        NO_XATTR_FILESYSTEM,
        "the one label of an eCryptfs mount; the boolean container_use_ecryptfs opens it",
        "ecryptfs_t");
    row(
        NO_XATTR_FILESYSTEM,
        "the one label of a file system that stores none",
        "dosfs_t",
        "exfat_t",
        "ntfs_t",
        "virtiofs_t",
        "iso9660_t",
        "removable_t",
        "autofs_t",
        "vmblock_t",
        "romfs_t",
        "ramfs_t",
        "cramfs_t",
        "vxfs_t",
        "hfs_t",
        "fs_t");

    row(PROTECTED_HOST_PATH, "a home directory itself", "user_home_dir_t");
    row(
        PROTECTED_HOST_PATH,
        "what logins and keys of a user depend on",
        "ssh_home_t",
        "gpg_secret_t",
        "auth_home_t",
        "config_home_t",
        "cache_home_t",
        "gconf_home_t",
        "container_home_t",
        "bin_home_t");
    row(
        PROTECTED_HOST_PATH,
        "configuration of the host",
        "etc_t",
        "etc_runtime_t",
        "net_conf_t",
        "system_conf_t",
        "locale_t",
        "passwd_file_t",
        "shadow_t",
        "selinux_config_t",
        "default_context_t",
        "file_context_t",
        "policy_config_t",
        "semanage_store_t",
        "kubernetes_file_t",
        "container_config_t",
        "fonts_t");
    row(
        PROTECTED_HOST_PATH,
        "programs and libraries of the host",
        "bin_t",
        "lib_t",
        "ld_so_t",
        "ld_so_cache_t",
        "textrel_shlib_t",
        "boot_t",
        "system_map_t",
        "modules_object_t",
        "modules_conf_t",
        "modules_dep_t");
    row(
        PROTECTED_HOST_PATH,
        "logs of the host, which label=type:container_logreader_t may read",
        "var_log_t",
        "container_log_t",
        "auditd_log_t");
    row(PROTECTED_HOST_PATH, "the host's /run, where daemons keep their sockets", "var_run_t");
    row(
        PROTECTED_HOST_PATH,
        "a part of the host kernel's /proc or /sys",
        "proc_t",
        "sysfs_t",
        "security_t",
        "securityfs_t",
        "debugfs_t",
        "tracefs_t",
        "bpf_t",
        "pstore_t",
        "pstorefs_t",
        "configfs_t",
        "efivarfs_t",
        "binfmt_misc_fs_t",
        "usbfs_t",
        "nfsd_fs_t",
        "device_t");
    row(
        PROTECTED_HOST_PATH,
        "state of the host's own services",
        "rpm_var_lib_t",
        "sssd_public_t",
        "sssd_var_lib_t",
        "NetworkManager_var_lib_t",
        "init_var_lib_t",
        "kubelet_var_lib_t");

    row(
        POLICY_GAP,
        "an object that the container engine made",
        "container_var_run_t",
        "container_runtime_tmp_t",
        "container_runtime_tmpfs_t",
        "docker_tmp_t",
        "docker_tmpfs_t",
        "container_devpts_t",
        "container_lock_t");
    row(POLICY_GAP, "the one label of huge pages", "hugetlbfs_t");

    ending(PROTECTED_HOST_PATH, "programs of the host", "_exec_t", "_unit_file_t", "_initrc_t");
    ending(PROTECTED_HOST_PATH, "logs of the host", "_log_t", "_audit_t");
    ending(
        PROTECTED_HOST_PATH,
        "configuration of a host service",
        "_etc_t",
        "_etc_rw_t",
        "_rw_etc_t",
        "_conf_t",
        "_config_t",
        "_cfg_t",
        "_key_t",
        "_keytab_t",
        "_cert_t",
        "_secret_t");
    ending(PROTECTED_HOST_PATH, "run-time state of a host service", "_run_t", "_lock_t", "_pid_t");
    ending(PROTECTED_HOST_PATH, "temporary files of a program of the host", "_tmp_t", "_tmpfs_t");
    ending(PROTECTED_HOST_PATH, "what one program keeps in a home", "_home_t");
    ending(PROTECTED_HOST_PATH, "a part of the host's /dev or /proc", "_device_t", "_dev_t");
    ending(
        WRONG_TYPE_LABEL,
        "the content of a host service",
        "_content_t",
        "_content_rw_t",
        "_db_t",
        "_var_lib_t",
        "_data_t",
        "_share_t",
        "_image_t");
  }

  private TypeTable() {}

  private static void row(Cause cause, String what, String... types) {
    for (String type : types) {
      EXACT.put(type, new Fact(cause, what));
    }
  }

  private static void ending(Cause cause, String what, String... endings) {
    for (String ending : endings) {
      ENDINGS.put(ending, new Fact(cause, what));
    }
  }

  /**
   * What a file type means. A type that no row names belongs to a part of the host that its policy
   * took care to name, so it is protected.
   */
  public static Fact of(String type) {
    Fact listed = listed(type);
    if (listed != null) {
      return listed;
    }
    return type.startsWith("container_") || type.startsWith("docker_")
        ? new Fact(POLICY_GAP, "an object of the container engine")
        : new Fact(PROTECTED_HOST_PATH, "a type that the policy made for one part of the host");
  }

  private static @Nullable Fact listed(String type) {
    Fact exact = EXACT.get(type);
    if (exact != null) {
      return exact;
    }
    if (type.startsWith("proc_") || type.startsWith("sysctl_")) {
      return new Fact(PROTECTED_HOST_PATH, "a part of the host kernel's /proc");
    }
    for (Map.Entry<String, Fact> row : ENDINGS.entrySet()) {
      if (type.endsWith(row.getKey())) {
        return row.getValue();
      }
    }
    return null;
  }

  /**
   * True for types of the host's own, on which others depend wherever the object is. A row must say
   * so: of a live object more is known than its type, so that no guess is needed.
   */
  static boolean isHosts(String type) {
    Fact listed = listed(type);
    return listed != null && listed.cause() == PROTECTED_HOST_PATH && !isContainerFile(type);
  }

  /** True for the types that the policy gives to the content of containers. */
  public static boolean isContainerFile(String type) {
    return CONTAINER_FILES.contains(type);
  }

  /** True for the container content that containers may only read. */
  public static boolean isReadOnlyContainerFile(String type) {
    return READ_ONLY.contains(type);
  }
}
