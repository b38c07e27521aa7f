package sevol.remedy;

import java.util.Optional;
import sevol.selinux.ObjectClass;

/**
 * The file type that a file_contexts rule is for, numbered as {@code semanage/fcontext_record.h}.
 */
public enum FileType {
  ANY("a", "all files"),
  FILE("f", "regular file"),
  DIR("d", "directory"),
  CHR("c", "character device"),
  BLK("b", "block device"),
  SOCK("s", "socket"),
  LINK("l", "symbolic link"),
  PIPE("p", "named pipe");

  private final String letter;
  private final String words;

  FileType(String letter, String words) {
    this.letter = letter;
    this.words = words;
  }

  /** As {@code semanage fcontext -f} takes it. */
  public String letter() {
    return letter;
  }

  /** As {@code semanage fcontext -l} prints it. */
  public String words() {
    return words;
  }

  /** True if a rule for this type applies to an object of the class. */
  public boolean covers(ObjectClass tclass) {
    return this == ANY || Optional.of(this).equals(of(tclass));
  }

  private static Optional<FileType> of(ObjectClass tclass) {
    return switch (tclass.name()) {
      case "file" -> Optional.of(FILE);
      case "dir" -> Optional.of(DIR);
      case "chr_file" -> Optional.of(CHR);
      case "blk_file" -> Optional.of(BLK);
      case "sock_file" -> Optional.of(SOCK);
      case "lnk_file" -> Optional.of(LINK);
      case "fifo_file" -> Optional.of(PIPE);
      default -> Optional.empty();
    };
  }
}
