package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places that the configuration of root's engines names in place of the default ones. */
public final class EngineSettings {
  private static final int MAX_BYTES = 1 << 20;

  /** {@code graph} is the name of {@code data-root} before Docker 17.05. */
  private static final Pattern DATA_ROOT =
      Pattern.compile("\"(?:data-root|graph)\"\\s*:\\s*\"([^\"\\\\]+)\"");

  private final String daemonJson;
  private final String storageConf;

  private EngineSettings(String daemonJson, String storageConf) {
    this.daemonJson = daemonJson;
    this.storageConf = storageConf;
  }

  /**
   * What the files of a host say. containers-storage.conf(5): that in /etc replaces the vendor's.
   *
   * @param root {@code /}, but for tests
   */
  public static EngineSettings of(Path root) {
    String own = text(root.resolve("etc/containers/storage.conf"));
    return new EngineSettings(
        text(root.resolve("etc/docker/daemon.json")),
        own.isEmpty() ? text(root.resolve("usr/share/containers/storage.conf")) : own);
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the defaults hold
    }
  }

  /** Docker's {@code data-root}. */
  public Set<Path> dockerRoots() {
    return named(DATA_ROOT, daemonJson);
  }

  /**
   * Values of one setting of containers/storage; one with a variable, as rootless ones have, is
   * passed over.
   *
   * @param key {@code graphroot}, {@code runroot} or {@code imagestore}
   */
  public Set<Path> storage(String key) {
    return named(
        Pattern.compile(
            "^[ \\t]*" + key + "[ \\t]*=[ \\t]*[\"']([^\"'$]+)[\"']", Pattern.MULTILINE),
        storageConf);
  }

  private static Set<Path> named(Pattern setting, String text) {
    Set<Path> places = new LinkedHashSet<>();
    Matcher matcher = setting.matcher(text);
    while (matcher.find()) {
      String place = matcher.group(1);
      if (place.matches("/+[^/\\x00][^\\x00]*")) { // no engine could use another
        MountTable.pathOf(place).map(Path::normalize).ifPresent(places::add);
      }
    }
    return places;
  }
}
