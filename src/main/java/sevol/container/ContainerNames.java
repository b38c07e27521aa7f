package sevol.container;

import static sevol.container.JsonFile.array;
import static sevol.container.JsonFile.string;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that engines gave their containers, read at most once for each file: make a new one for
 * each look at the disk.
 */
final class ContainerNames {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_NAME = 256;

  private final EngineJson files;
  private final Map<Path, Map<String, String>> ofStorage = new HashMap<>();

  ContainerNames(EngineJson files) {
    this.files = files;
  }

  /** The name of a container, null if it has none or it cannot be told. */
  @Nullable String name(BundleDirectory directory, String id, JsonObject annotations) {
    String name = kubernetes(annotations);
    if (name == null) {
      name =
          switch (directory.layout()) {
            case MOBY -> docker(directory, id);
            case STORAGE ->
                ofStorage.computeIfAbsent(directory.path(), p -> storage(directory)).get(id);
            case CONTAINERD -> string(annotations, "nerdctl/name");
          };
    }
    return name == null ? null : name.substring(0, Math.min(MAX_NAME, name.length()));
  }

  /** NAMESPACE/POD/CONTAINER from the annotations of CRI-O or containerd's CRI plugin. */
  private static @Nullable String kubernetes(JsonObject annotations) {
    String pod = string(annotations, "io.kubernetes.cri.sandbox-name");
    String namespace = string(annotations, "io.kubernetes.cri.sandbox-namespace");
    String container = string(annotations, "io.kubernetes.cri.container-name");
    if (pod == null) {
      pod = string(annotations, "io.kubernetes.pod.name");
      namespace = string(annotations, "io.kubernetes.pod.namespace");
      container = string(annotations, "io.kubernetes.container.name");
    }
    if (pod == null) {
      return null;
    }
    return (namespace == null ? "" : namespace + "/")
        + pod
        + (container == null ? "" : "/" + container);
  }

  private @Nullable String docker(BundleDirectory directory, String id) {
    for (Path containers : directory.names()) {
      Path file = containers.resolve(id).resolve("config.v2.json");
      String name = string(read(file, directory.owner()), "Name");
      if (name != null) {
        return name.startsWith("/") ? name.substring(1) : name;
      }
    }
    return null;
  }

  /** Null for a file that is absent or cannot be read now. */
  private @Nullable JsonElement read(Path file, @Nullable Integer owner) {
    try {
      return files.read(file, MAX_BYTES, owner);
    } catch (IOException e) {
      return null;
    }
  }

  /** Ids and first names; containers run with {@code --rm} stand in a list of their own. */
  private Map<String, String> storage(BundleDirectory directory) {
    Map<String, String> names = new HashMap<>();
    for (Path list : directory.names()) {
      if (read(list, directory.owner()) instanceof JsonArray containers) {
        containers.forEach(c -> add(names, c));
      }
    }
    return names;
  }

  private static void add(Map<String, String> names, JsonElement container) {
    String id = string(container, "id");
    JsonArray all = array(container, "names");
    if (id != null && !all.isEmpty() && all.get(0) instanceof JsonPrimitive name) {
      names.put(id, name.getAsString());
    }
  }
}
