package sevol.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions of installed packages, by dpkg's status file (deb822) or by what rpm says. */
final class InstalledPackages {
  private static final String DPKG = "/var/lib/dpkg/status";
  private static final int MAX_STATUS = 64 << 20;

  /** A package and what it came as. */
  record Installed(String name, String version, boolean deb) {}

  private final Map<String, Installed> byName = new HashMap<>();

  private InstalledPackages() {}

  /**
   * Looks for these packages.
   *
   * @param rpm is asked only where dpkg is not in use
   */
  static InstalledPackages of(HostFacts facts, RpmQuery rpm, List<String> names) {
    InstalledPackages found = new InstalledPackages();
    FileText status = facts.read(DPKG, MAX_STATUS);
    if (status.isRead() && !status.text().isEmpty()) {
      found.readStatus(status, names);
    } else {
      for (String line : rpm.versions(names)) {
        String[] word = line.split(" ", -1);
        if (word.length == 2 && names.contains(word[0])) {
          found.byName.put(word[0], new Installed(word[0], word[1], false));
        }
      }
    }
    return found;
  }

  private void readStatus(FileText status, List<String> names) {
    List<String> paragraph = new ArrayList<>();
    List<String> lines = new ArrayList<>(status.lines());
    lines.add(""); // the last paragraph may end with the file
    for (String line : lines) {
      if (!line.isEmpty()) {
        paragraph.add(line);
        continue;
      }
      String name = field(paragraph, "Package: ");
      if (names.contains(name) && field(paragraph, "Status: ").endsWith(" installed")) {
        byName.put(name, new Installed(name, field(paragraph, "Version: "), true));
      }
      paragraph.clear();
    }
  }

  private static String field(List<String> paragraph, String key) {
    return paragraph.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst()
        .orElse("");
  }

  Optional<Installed> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
