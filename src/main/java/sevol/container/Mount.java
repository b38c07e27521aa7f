package sevol.container;

import java.util.Set;

/**
 * One line of {@code /proc/PID/mountinfo} (proc(5)), octal escapes undone.
 *
 * @param id mount id, field 1
 * @param parent id of the mount it is mounted on, field 2
 * @param device {@code st_dev} of the superblock as glibc's {@code makedev} builds it, field 3
 * @param root the directory of the file system that is seen at the mount point, field 4
 * @param mountpoint absolute path, field 5
 * @param options per-mount options, field 6
 * @param fstype file system type, as {@code ext4} or {@code fuse.sshfs}
 * @param source the device or what the file system has in its place
 * @param superOptions options of the superblock
 */
public record Mount(
    long id,
    long parent,
    long device,
    String root,
    String mountpoint,
    String options,
    String fstype,
    String source,
    String superOptions) {
  private static final Set<String> REMOTE =
      Set.of("fuse", "autofs", "nfs", "nfs4", "cifs", "smb3", "ceph", "9p", "afs", "lustre");

  /**
   * True if files of this mount can be given labels. The kernel prints {@code seclabel} with the
   * superblock's options; kernels before 2.6.39 printed it with the mount's.
   */
  public boolean seclabel() {
    return hasOption(superOptions, "seclabel") || hasOption(options, "seclabel");
  }

  /** True if nothing on it can be changed: the mount or its file system is read-only. */
  public boolean readOnly() {
    return hasOption(options, "ro") || hasOption(superOptions, "ro");
  }

  /**
   * True if another host or a process answers for the file system: it may never answer, inotify(7)
   * sees little of it, and engines cannot keep their storage there.
   */
  boolean isRemote() {
    return REMOTE.contains(fstype) || fstype.startsWith("fuse.");
  }

  private static boolean hasOption(String list, String option) {
    return ("," + list + ",").contains("," + option + ",");
  }

  /** True if this mount point is the path or one of its ancestors. */
  boolean covers(String path) {
    return isPrefix(mountpoint, path);
  }

  /** True if {@code directory} is the path or one of its ancestors; both absolute. */
  static boolean isPrefix(String directory, String path) {
    return directory.equals("/")
        || path.equals(directory)
        || (path.startsWith(directory) && path.charAt(directory.length()) == '/');
  }

  /**
   * The device number that glibc's {@code makedev} makes of {@code MAJOR:MINOR} in decimal.
   *
   * @throws NumberFormatException if it is something else
   */
  static long device(String majorMinor) {
    int colon = majorMinor.indexOf(':');
    if (colon < 0) {
      throw new NumberFormatException("not MAJOR:MINOR: " + majorMinor);
    }
    long major = Integer.parseUnsignedInt(majorMinor.substring(0, colon));
    long minor = Integer.parseUnsignedInt(majorMinor.substring(colon + 1));
    return (major & 0xfffL) << 8
        | (major & 0xfffff000L) << 32
        | (minor & 0xffL)
        | (minor & 0xffffff00L) << 12;
  }
}
