package sevol.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param apply who applies fixes
 * @param prefixes below these directories {@code sevol-fix.service} may
 * @param hourly how many fixes it may apply within an hour
 */
record Settings(Path log, boolean json, Apply apply, List<Path> prefixes, int hourly) {
  /** Where they are, below the root. */
  static final String FILE = "etc/sevol/sevol.properties";

  /** Where auditd writes unless it was told otherwise. */
  static final String LOG = "/var/log/audit/audit.log";

  /** Those of an empty file. */
  static final Settings DEFAULT = new Settings(Path.of(LOG), false, Apply.MANUAL, List.of(), 6);

  private static final int MOST_HOURLY = 1000;

  /** Who applies fixes. */
  enum Apply {
    /** An administrator. */
    MANUAL,
    /** The service, too, below the prefixes. */
    AUTO
  }

  Settings {
    prefixes = List.copyOf(prefixes);
  }

  /** Those of the host, or of no file where there is none. */
  static Settings ofHost(Path root) throws IOException {
    Path usual = root.resolve(FILE);
    return Files.exists(usual) ? read(usual) : DEFAULT;
  }

  /** The same with what a command line said. */
  Settings with(Path otherLog, boolean asJson) {
    return new Settings(otherLog, asJson, apply, prefixes, hourly);
  }

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
    if (settings.apply == Apply.AUTO && settings.prefixes.isEmpty()) {
      throw new IOException(
          file + ": apply = auto without prefixes; name the directories, as in prefixes = /srv/ci");
    }
    return settings;
  }

  private Settings with(String place, String key, String value) throws IOException {
    return switch (key) {
      case "log" -> with(absolutePath(place, value), json);
      case "json" -> with(log, trueOrFalse(place, value));
      case "apply" -> new Settings(log, json, apply(place, value), prefixes, hourly);
      case "prefixes" -> new Settings(log, json, apply, prefixes(place, value), hourly);
      case "hourly" -> new Settings(log, json, apply, prefixes, count(place, value));
      default ->
          throw new IOException(
              place + "no such key; there are: log, json, apply, prefixes, hourly");
    };
  }

  private static Apply apply(String place, String value) throws IOException {
    return switch (value) {
      case "manual" -> Apply.MANUAL;
      case "auto" -> Apply.AUTO;
      default -> throw new IOException(place + "neither manual nor auto: " + value);
    };
  }

  /** Directories between commas; each as it is on the disk, without links. */
  private static List<Path> prefixes(String place, String value) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String one : value.isEmpty() ? new String[0] : value.split(",", -1)) {
      Path path = absolutePath(place, one.strip());
      if (!path.equals(path.normalize()) || path.getNameCount() < 2) {
        throw new IOException(
            place + "not a directory of at least two names, like /srv/ci: " + path);
      }
      all.add(path);
    }
    return all;
  }

  private static int count(String place, String value) throws IOException {
    int count;
    try {
      count = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      count = -1; // not one either
    }
    if (count < 0 || count > MOST_HOURLY) {
      throw new IOException(place + "not a number from 0 to " + MOST_HOURLY + ": " + value);
    }
    return count;
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
