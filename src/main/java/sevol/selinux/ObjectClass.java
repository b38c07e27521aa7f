package sevol.selinux;

import org.jspecify.annotations.Nullable;

/**
 * An object class as the policy names it ({@code dir}, {@code file}, {@code chr_file} …).
 *
 * @param name the kernel's name of the class
 */
public record ObjectClass(String name) {
  public static final ObjectClass FILE = new ObjectClass("file");
  public static final ObjectClass DIR = new ObjectClass("dir");
  public static final ObjectClass LNK_FILE = new ObjectClass("lnk_file");
  public static final ObjectClass SOCK_FILE = new ObjectClass("sock_file");
  public static final ObjectClass FIFO_FILE = new ObjectClass("fifo_file");
  public static final ObjectClass CHR_FILE = new ObjectClass("chr_file");
  public static final ObjectClass BLK_FILE = new ObjectClass("blk_file");

  private static final int S_IFMT = 0170000;

  /** The class of a file with this {@code st_mode} (stat(2), inode(7)). */
  public static ObjectClass ofMode(int mode) {
    return switch (mode & S_IFMT) {
      case 0040000 -> DIR;
      case 0120000 -> LNK_FILE;
      case 0140000 -> SOCK_FILE;
      case 0010000 -> FIFO_FILE;
      case 0020000 -> CHR_FILE;
      case 0060000 -> BLK_FILE;
      default -> FILE;
    };
  }

  // Written out for the reason that SecurityContext has.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ObjectClass c && name.equals(c.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
