package sevol.selinux;

import org.jspecify.annotations.Nullable;

/**
 * What was found at a path: {@code statx(2)} and the {@code security.selinux} xattr, by descriptor.
 *
 * @param path the path as reached, root included; bytes that are not UTF-8 shown as U+FFFD
 * @param tclass the object class its mode maps to
 * @param dev device number as {@code makedev(major, minor)} of glibc, comparable within one boot
 * @param ino inode number
 * @param mountId {@code stx_mnt_id}, equal to field 1 of mountinfo
 * @param nlink number of hard links
 * @param uid owner
 * @param born {@code stx_btime} in nanoseconds since the epoch, 0 where the file system has none;
 *     tells an object from a later one on the same inode
 * @param label the label the kernel uses, null where it could not be read or the file system has
 *     none
 */
public record FileStatus(
    String path,
    ObjectClass tclass,
    long dev,
    long ino,
    long mountId,
    long nlink,
    int uid,
    long born,
    @Nullable SecurityContext label) {

  /** True if both are the same object (device and inode). */
  public boolean sameObject(FileStatus other) {
    return dev == other.dev && ino == other.ino;
  }
}
