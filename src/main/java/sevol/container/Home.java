package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The home of an ordinary user, in which rootless engines keep their containers.
 *
 * @param path without links down to the home itself, unless the user made one
 * @param uid the user
 */
record Home(Path path, int uid) {
  private static final int MAX_HOMES = 1024;

  /**
   * The homes of accounts (passwd(5)), and the children of {@code /home}, which also holds those of
   * accounts that a directory service knows. One that is not mounted yet is left out: looking would
   * mount it.
   *
   * @param root {@code /}, but for tests
   */
  static List<Home> of(Path root, MountTable mounts) {
    Map<Path, Home> homes = new LinkedHashMap<>();
    for (String line : passwd(root).split("\n", -1)) {
      String[] field = line.split(":", -1);
      // service accounts share / and /nonexistent
      if (field.length == 7 && field[5].length() > 1 && field[2].matches("\\d{1,10}")) {
        MountTable.pathOf(field[5].substring(1))
            .flatMap(p -> real(root.resolve(p), mounts))
            .ifPresent(p -> homes.putIfAbsent(p, new Home(p, (int) Long.parseLong(field[2]))));
      }
    }
    Path parent = root.resolve("home");
    List<String> names = mounts.isAutomount(parent) ? List.of() : EngineDirectories.names(parent);
    for (String name : names) {
      MountTable.pathOf(name)
          .flatMap(n -> real(parent.resolve(n), mounts))
          .filter(p -> !homes.containsKey(p))
          .flatMap(Home::ofOwner)
          .ifPresent(h -> homes.put(h.path, h));
    }
    List<Home> found = new ArrayList<>(homes.values());
    Set<Integer> uids = new HashSet<>(Set.of(0)); // root's storage is the system's
    found.removeIf(h -> !uids.add(h.uid)); // the account's own comes before an old one in /home
    return found.subList(0, Math.min(MAX_HOMES, found.size()));
  }

  private static String passwd(Path root) {
    try (InputStream in = Files.newInputStream(root.resolve("etc/passwd"))) {
      return new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // /home alone then
    }
  }

  /** {@code /home} itself may be a link ({@code /var/home}); what is in it must not. */
  private static Optional<Path> real(Path home, MountTable mounts) {
    Path parent = home.getParent();
    Path name = home.getFileName();
    Path above = parent == null ? null : parent.getParent();
    if (parent == null || name == null || (above != null && mounts.isAutomount(above))) {
      return Optional.empty();
    }
    try {
      Path real = parent.toRealPath().resolve(name).normalize();
      return Optional.of(real).filter(p -> !mounts.isAutomount(p));
    } catch (IOException e) {
      return Optional.empty(); // no such home
    }
  }

  private static Optional<Home> ofOwner(Path home) {
    try {
      Object uid = Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return uid instanceof Integer u ? Optional.of(new Home(home, u)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
