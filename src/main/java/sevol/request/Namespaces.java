package sevol.request;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/** The values of {@code --pid}, {@code --ipc} and {@code --userns}, as far as labels need them. */
final class Namespaces {
  private static final Pattern PODMAN_USER =
      Pattern.compile(
          "|auto(:.*)?|host|keep-id(:.*)?|nomap|private|container:.+|ns:.+", Pattern.DOTALL);

  /** What the engines take; the daemon or the host may still refuse. */
  private static final Map<Engine, Map<String, Pattern>> VALID =
      Map.of(
          Engine.DOCKER,
          Map.of(
              "pid", Pattern.compile("|host|container:.+", Pattern.DOTALL),
              "ipc", Pattern.compile("|none|private|shareable|host|container:.+", Pattern.DOTALL),
              "userns", Pattern.compile("|host")),
          Engine.PODMAN,
          Map.of(
              "pid", Pattern.compile("|private|host|pod|container:.+|ns:.+", Pattern.DOTALL),
              "ipc",
                  Pattern.compile(
                      "|none|private|shareable|host|pod|container:.+|ns:.+", Pattern.DOTALL),
              "userns", PODMAN_USER));

  private Namespaces() {}

  /** Checks the value of one of them. */
  static void check(Engine engine, String option, String value) throws InvalidRequestException {
    Pattern valid = VALID.getOrDefault(engine, Map.of()).get(option);
    if (valid != null && !valid.matcher(value).matches()) {
      throw new InvalidRequestException(
          "--" + option + " " + value + ": " + engine.command() + " knows no such namespace");
    }
  }

  /** The container that a value names, null if it names none. */
  static @Nullable String container(String value) {
    String prefix = "container:";
    return value.startsWith(prefix) ? value.substring(prefix.length()) : null;
  }
}
