package sevol.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an administrator sets for the daemon: lines of {@code key = value}, and comments that begin
 * with {@code #}. Nothing is quoted or escaped. Whatever cannot be understood is an error, so that
 * no setting is lost by a slip of the pen.
 *
 * @param log the log that auditd writes
 * @param json whether incidents are told as JSON
 */
record Settings(Path log, boolean json) {
  /** Where they are, below the root. */
  static final String FILE = "etc/sevol/sevol.properties";

  /** Where auditd writes unless it was told otherwise. */
  static final String LOG = "/var/log/audit/audit.log";

  /** Those of an empty file. */
  static final Settings DEFAULT = new Settings(Path.of(LOG), false);

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read; or it says what is not understood, and then names the
   *     file, the line and the key
   */
  static Settings read(Path file) throws IOException {
    List<String> lines = lines(file);
    Map<String, Integer> seen = new HashMap<>();
    Settings settings = DEFAULT;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals).strip();
      String place = file + ", line " + (i + 1) + ", " + key + ": ";
      if (equals < 0) {
        throw new IOException(place + "not of the form key = value");
      }
      Integer before = seen.put(key, i + 1);
      if (before != null) {
        throw new IOException(place + "set in line " + before + " already");
      }
      settings = settings.with(place, key, line.substring(equals + 1).strip());
    }
    return settings;
  }

  private Settings with(String place, String key, String value) throws IOException {
    return switch (key) {
      case "log" -> new Settings(absolutePath(place, value), json);
      case "json" -> new Settings(log, trueOrFalse(place, value));
      default -> throw new IOException(place + "no such key; there are: log, json");
    };
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
  }

  private static Path absolutePath(String place, String value) throws IOException {
    if (!value.startsWith("/") || value.indexOf('\0') >= 0) {
      throw new IOException(place + "not an absolute path: " + value);
    }
    return Path.of(value);
  }

  private static boolean trueOrFalse(String place, String value) throws IOException {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IOException(place + "neither true nor false: " + value);
    };
  }
}
