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
 * @param values what was given for user, role, type, level and filetype
 * @param privileged {@code --privileged}
 * @param hostNamespace {@code --pid=host} or {@code --ipc=host}
 * @param joined name or id of a container whose label is taken over ({@code --pid=container:…}),
 *     null if there is none
 */
public record LabelOptions(
    Engine engine,
    boolean explicit,
    boolean disabled,
    Map<String, String> values,
    boolean privileged,
    boolean hostNamespace,
    @Nullable String joined) {
  private static final Set<String> KEYS = Set.of("user", "role", "type", "level", "filetype");

  public LabelOptions {
    values = Map.copyOf(values);
  }

  /** A container for whose label nothing was said. */
  public static LabelOptions none(Engine engine) {
    return new LabelOptions(engine, false, false, Map.of(), false, false, null);
  }

  /**
   * Reads the values of {@code --security-opt}; other kinds than {@code label} are passed over.
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
      if (!opt.startsWith("label=") && !opt.startsWith("label:")) {
        continue;
      }
      String label = opt.substring("label=".length());
      if (label.equals("nested") && engine == Engine.PODMAN) {
        continue; // lets selinuxfs in; podman does not count it among the label options
      }
      explicit = true;
      if (label.equals("disable")) {
        disabled = true;
      } else {
        put(label, values);
      }
    }
    return new LabelOptions(engine, explicit, disabled, values, privileged, hostNamespace, joined);
  }

  private static void put(String label, Map<String, String> values) throws InvalidRequestException {
    int colon = label.indexOf(':'); // the first only: a level holds colons of its own
    String key = colon < 0 ? label : label.substring(0, colon);
    String value = colon < 0 ? "" : label.substring(colon + 1);
    if (value.isEmpty() || !KEYS.contains(key)) {
      throw new InvalidRequestException(
          "--security-opt label="
              + label
              + ": say label=disable, or one of user, role, type, level, filetype with a value, as"
              + " in label=type:container_t");
    }
    values.put(key, value);
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
