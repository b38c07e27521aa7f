package sevol.remedy;

/**
 * The file type that a file_contexts rule is for, numbered as {@code semanage/fcontext_record.h}.
 */
public enum FileType {
  ANY("a"),
  FILE("f"),
  DIR("d"),
  CHR("c"),
  BLK("b"),
  SOCK("s"),
  LINK("l"),
  PIPE("p");

  private final String letter;

  FileType(String letter) {
    this.letter = letter;
  }

  /** As {@code semanage fcontext -f} takes it. */
  public String letter() {
    return letter;
  }
}
