package sevol.selinux;

/** The mode of the host, as {@code getenforce(8)} names it. */
public enum SelinuxMode {
  DISABLED,
  PERMISSIVE,
  ENFORCING
}
