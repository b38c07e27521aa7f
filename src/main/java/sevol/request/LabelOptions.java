package sevol.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/**
 * What a run command says of the container's label, as {@code InitLabels} of opencontainers/selinux
 * reads it.
 *
 * @param engine the engine that is asked
 * @param explicit some {@code --security-opt label=…} was given, other than {@code nested}
 * @param disabled {@code label=disable}
 * @param values what was given for user, role, type, level and filetype; may be empty text
 * @param privileged {@code --privileged}
 * @param hostNamespace {@code --pid=host} or {@code --ipc=host}
 * @param joined name or id of a container whose label is taken over ({@code --pid=container:…}),
 *     null if there is none
 * @param kind which label the engine starts from; a type in the values goes before it
 */
public record LabelOptions(
    Engine engine,
    boolean explicit,
    boolean disabled,
    Map<String, String> values,
    boolean privileged,
    boolean hostNamespace,
    @Nullable String joined,
    ProcessKind kind) {
  private static final Set<String> KEYS = Set.of("user", "role", "type", "level", "filetype");

  /** Other kinds of {@code --security-opt} than {@code label}. */
  private static final Map<Engine, Set<String>> OTHERS =
      Map.of(
          Engine.DOCKER,
          Set.of("apparmor", "seccomp", "no-new-privileges", "systempaths", "writable-cgroups"),
          Engine.PODMAN,
          Set.of(
              "apparmor",
              "seccomp",
              "no-new-privileges",
              "systempaths",
              "mask",
              "unmask",
              "proc-opts"));

  public LabelOptions {
    values = Map.copyOf(values);
  }

  /** A container for whose label nothing was said. */
  public static LabelOptions none(Engine engine) {
    return new LabelOptions(
        engine, false, false, Map.of(), false, false, null, ProcessKind.ORDINARY);
  }

  /** A container of which only the level was said. */
  public static LabelOptions atLevel(Engine engine, String level) {
    return new LabelOptions(
        engine, true, false, Map.of("level", level), false, false, null, ProcessKind.ORDINARY);
  }

  /**
   * Reads the values of {@code --security-opt}, for an {@linkplain ProcessKind#ORDINARY ordinary}
   * process; other kinds than {@code label} are passed over if the engine knows them.
   *
   * @param securityOpts {@code label=type:x}, or {@code label:type:x} as old dockers had it
   */
  public static LabelOptions of(
      Engine engine,
      List<String> securityOpts,
      boolean privileged,
      boolean hostNamespace,
      @Nullable String joined)
      throws InvalidRequestException {
    boolean explicit = false;
    boolean disabled = false;
    Map<String, String> values = new HashMap<>();
    for (String opt : securityOpts) {
      int end = opt.indexOf('=') >= 0 ? opt.indexOf('=') : opt.indexOf(':');
      String key = end < 0 ? opt : opt.substring(0, end);
      if (end < 0 ? opt.equals("no-new-privileges") : known(engine, key)) {
        continue;
      }
      boolean empty = engine == Engine.DOCKER && end == opt.length() - 1;
      if (end < 0 || empty || !key.equals("label")) {
        throw new InvalidRequestException(
            "--security-opt " + opt + ": " + engine.command() + " knows no such security option");
      }
      String label = opt.substring(end + 1);
      if (label.equals("nested") && engine == Engine.PODMAN) {
        continue; // lets selinuxfs in; podman does not count it among the label options
      }
      explicit = true;
      if (label.equals("disable")) {
        disabled = true;
      } else if (!label.startsWith("disable:")) { // which both take, and which disables nothing
        put(label, values);
      }
    }
    return new LabelOptions(
        engine,
        explicit,
        disabled,
        values,
        privileged,
        hostNamespace,
        joined,
        ProcessKind.ORDINARY);
  }

  private static boolean known(Engine engine, String key) {
    return OTHERS.getOrDefault(engine, Set.of()).contains(key);
  }

  private static void put(String label, Map<String, String> values) throws InvalidRequestException {
    int colon = label.indexOf(':'); // the first only: a level holds colons of its own
    String key = colon < 0 ? label : label.substring(0, colon);
    if (colon < 0 || !KEYS.contains(key)) {
      throw new InvalidRequestException(
          "--security-opt label="
              + label
              + ": say label=disable, or one of user, role, type, level, filetype with a value, as"
              + " in label=type:container_t");
    }
    values.put(key, label.substring(colon + 1));
  }

  /** The same for another kind of process. */
  public LabelOptions with(ProcessKind other) {
    return new LabelOptions(
        engine, explicit, disabled, values, privileged, hostNamespace, joined, other);
  }

  /**
   * True if the engine sets no label on the process. With docker {@code --privileged} wins over
   * every label option (moby's getter of the process label returns none then); podman's, and the
   * shared namespaces with both, only fill in where no option was given.
   */
  public boolean unconfined() {
    if (engine == Engine.DOCKER && privileged) {
      return true;
    }
    return explicit ? disabled : privileged || hostNamespace;
  }
}
