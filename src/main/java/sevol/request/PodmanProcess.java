package sevol.request;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which {@link ProcessKind} a podman command line asks for, as far as it can tell. */
final class PodmanProcess {
  private static final Set<String> INIT =
      Set.of("/sbin/init", "/usr/sbin/init", "/usr/local/sbin/init");

  /** The first word of an entry point that is written as JSON. */
  private static final Pattern FIRST = Pattern.compile("\\[\\s*\"([^\"\\\\]*)\".*", Pattern.DOTALL);

  private PodmanProcess() {}

  /**
   * The kind.
   *
   * @param last the last value of each option, by long name
   * @param command the words after the image
   * @param notes gets a line where the image decides as well
   */
  static ProcessKind kind(Map<String, String> last, List<String> command, List<String> notes)
      throws InvalidRequestException {
    String systemd = last.getOrDefault("systemd", "true").toLowerCase(Locale.ROOT);
    if (!Set.of("true", "false", "always").contains(systemd)) {
      throw new InvalidRequestException("--systemd " + systemd + ": say true, false or always");
    }
    String runtime = last.getOrDefault("runtime", "");
    if (runtime.substring(runtime.lastIndexOf('/') + 1).matches("(?:crun-)?krun|kata.*")) {
      return ProcessKind.KVM;
    }
    if (systemd.equals("always")) {
      return ProcessKind.INIT;
    }
    String first = command.isEmpty() ? "" : command.get(0);
    if (command.size() > 2 && first.equals("/bin/sh") && command.get(1).equals("-c")) {
      first = command.get(2);
    }
    String entrypoint = last.getOrDefault("entrypoint", "");
    String started = entrypoint.isEmpty() ? first : FIRST.matcher(entrypoint).replaceAll("$1");
    if (systemd.equals("true") && (INIT.contains(started) || isSystemd(started))) {
      notes.add(
          started
              + " is systemd to podman: it runs as container_init_t where the policy has that,"
              + " unless the image has an entry point; judged as an ordinary container, add"
              + " --systemd=always to judge it as that");
    }
    return ProcessKind.ORDINARY;
  }

  private static boolean isSystemd(String path) {
    return path.substring(path.lastIndexOf('/') + 1).equals("systemd");
  }
}
