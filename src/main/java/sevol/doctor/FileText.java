package sevol.doctor;

import java.util.List;

/**
 * What reading a file gave.
 *
 * @param text the content, or its first part; empty unless READ
 */
public record FileText(State state, String text) {
  /** Whether there was something to read. */
  public enum State {
    READ,
    ABSENT,
    /** It is there, or what leads to it, and cannot be read. */
    REFUSED
  }

  private static final int MAX_LINE = 4096;

  static final FileText ABSENT = new FileText(State.ABSENT, "");
  static final FileText REFUSED = new FileText(State.REFUSED, "");

  boolean isRead() {
    return state == State.READ;
  }

  boolean isRefused() {
    return state == State.REFUSED;
  }

  /** The lines, but for those that no configuration has. */
  List<String> lines() {
    return text.lines().filter(line -> line.length() <= MAX_LINE).toList();
  }
}
