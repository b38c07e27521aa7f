package sevol.doctor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A file of {@code key = value} lines, as auditd.conf(5), os-release(5) and /etc/selinux/config
 * are: {@code #} starts a comment line, quotes around a value are no part of it, keys are the same
 * in any case, the last of equal keys counts.
 */
record Settings(Map<String, String> values) {
  static Settings of(String text) {
    Map<String, String> values = new HashMap<>();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            unquote(line.substring(equals + 1).strip()));
      }
    }
    return new Settings(values);
  }

  static String unquote(String value) {
    boolean quoted = value.matches("\"[^\"]*\"|'[^']*'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /** True if the key has this value, in any case. */
  boolean is(String key, String value) {
    return get(key, "").equalsIgnoreCase(value);
  }

  /** A number without sign; {@code otherwise} also for anything else. */
  long number(String key, long otherwise) {
    String value = get(key, "");
    return value.matches("\\d{1,15}") ? Long.parseLong(value) : otherwise;
  }
}
