package sevol.request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mount options that podman knows ({@code ValidateVolumeOpts} in {@code
 * containers/common:pkg/parse}): one of each class, and {@code O} only alone or with some.
 */
final class PodmanOptions {
  private static final Map<String, String> CLASSES = new HashMap<>();

  static {
    for (String group :
        List.of(
            "rw ro",
            "z Z O",
            "private rprivate shared rshared slave rslave unbindable runbindable",
            "U",
            "copy nocopy",
            "dev nodev",
            "exec noexec",
            "suid nosuid",
            "bind rbind",
            "no-dereference")) {
      for (String option : group.split(" ", -1)) {
        CLASSES.put(option, group);
      }
    }
  }

  private final Set<String> chosen = new HashSet<>();
  private final String spec;

  /**
   * Checks options as a list.
   *
   * @param spec the option and its value, for messages
   */
  PodmanOptions(String spec, List<String> options) throws InvalidRequestException {
    this.spec = spec;
    Map<String, String> byClass = new HashMap<>();
    for (String option : options) {
      String kind = kind(option);
      if (kind == null) {
        continue; // of other systems, and dropped
      }
      String before = byClass.put(kind, option);
      if (before != null) {
        throw invalid(before + " and " + option + " exclude each other");
      }
      chosen.add(option);
    }
    if (byClass.containsKey("upperdir") != byClass.containsKey("workdir")) {
      throw invalid("upperdir= and workdir= go together, after O");
    }
  }

  /** The class of an option, null for one that podman drops. */
  private @Nullable String kind(String option) throws InvalidRequestException {
    if (option.equals("cached") || option.equals("delegated")) {
      return null;
    }
    if (option.contains("upperdir") || option.contains("workdir")) {
      return option.contains("upperdir") ? "upperdir" : "workdir";
    }
    String kind = option.startsWith("idmap") ? "idmap" : CLASSES.get(option);
    if (kind == null) {
      throw invalid("podman knows no volume option \"" + option + "\"");
    }
    return kind;
  }

  /** Checks what may stand beside {@code O}. */
  void checkOverlay() throws InvalidRequestException {
    Set<String> rest = new HashSet<>(chosen);
    rest.remove("O");
    boolean directories = rest.removeIf(option -> option.contains("dir="));
    boolean alone = rest.isEmpty() || (rest.equals(Set.of("U")) && !directories);
    if (has("O") ? !alone : directories) {
      throw invalid("O stands alone, or with U, or with upperdir= and workdir=");
    }
  }

  boolean has(String option) {
    return chosen.contains(option);
  }

  Relabel relabel() {
    return has("Z") ? Relabel.PRIVATE : has("z") ? Relabel.SHARED : Relabel.NONE;
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException(spec + ": " + why);
  }
}
