package sevol.doctor;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The distribution, from os-release(5).
 *
 * @param id {@code debian}, {@code fedora} …; empty if not told
 * @param like what it descends from, with itself
 */
record Distribution(String id, String version, Set<String> like) {
  static Distribution of(HostFacts facts) {
    FileText text = facts.read("/etc/os-release");
    Settings settings =
        Settings.of((text.isRead() ? text : facts.read("/usr/lib/os-release")).text());
    String id = settings.get("id", "");
    String like = id + " " + settings.get("id_like", "");
    return new Distribution(
        id,
        settings.get("version_id", ""),
        new TreeSet<>(Arrays.asList(like.strip().split("\\s+"))));
  }

  /** The command that installs a package, by its Debian and its Fedora name. */
  String install(String deb, String rpm) {
    if (like.contains("debian") || like.contains("ubuntu")) {
      return "sudo apt install " + deb;
    }
    if (like.contains("suse") || id.startsWith("opensuse")) {
      return "sudo zypper install " + rpm;
    }
    return "sudo dnf install " + rpm;
  }
}
