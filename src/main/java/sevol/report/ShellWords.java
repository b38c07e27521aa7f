package sevol.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands printed so that pasting them into a POSIX shell or bash runs just that. */
public final class ShellWords {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  /** The command with every word quoted where it must be. */
  public static String join(List<String> command) {
    return command.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  /**
   * One word: bare where that is safe, in single quotes, or as $'…' where it holds unseen bytes.
   */
  public static String quote(String word) {
    if (BARE.matcher(word).matches()) {
      return word;
    }
    if (Plain.text(word).equals(word.replace("\\", "\\\\"))) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    StringBuilder out = new StringBuilder("$'");
    for (byte b : word.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      boolean printable = b >= 0x20 && b < 0x7f && b != '\'' && b != '\\';
      out.append(printable ? String.valueOf((char) b) : String.format("\\x%02x", b & 0xff));
    }
    return out.append('\'').toString();
  }
}
