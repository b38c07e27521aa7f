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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.container.BundleDirectory.Layout;

/**
 * The names that engines gave their containers, read at most once for each file: make a new one for
 * each look at the disk.
 */
final class ContainerNames {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_NAME = 256;

  private final Path root;
  private final Map<Path, Map<String, String>> ofStorage = new HashMap<>();

  ContainerNames(Path root) {
    this.root = root;
  }

  /** The name of a container, null if it has none or it cannot be told. */
  @Nullable String name(BundleDirectory directory, String id, JsonObject annotations) {
    String fromOrchestrator = kubernetes(annotations);
    if (fromOrchestrator != null) {
      return fromOrchestrator;
    }
    if (directory.layout() == Layout.MOBY) {
      return docker(id);
    }
    if (directory.layout() == Layout.STORAGE) {
      return ofStorage.computeIfAbsent(directory.path(), ContainerNames::storage).get(id);
    }
    return string(annotations, "nerdctl/name");
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

  private @Nullable String docker(String id) {
    Path file = root.resolve("var/lib/docker/containers").resolve(id).resolve("config.v2.json");
    String name = string(read(file), "Name");
    return name != null && name.startsWith("/") ? name.substring(1) : name;
  }

  /** Null for a list that is absent or a container that another data-root holds. */
  private static @Nullable JsonElement read(Path file) {
    try {
      return JsonFile.read(file, MAX_BYTES);
    } catch (IOException e) {
      return null;
    }
  }

  /** Ids and first names; containers run with {@code --rm} stand in a list of their own. */
  private static Map<String, String> storage(Path directory) {
    Map<String, String> names = new HashMap<>();
    for (String list : List.of("containers.json", "volatile-containers.json")) {
      if (read(directory.resolve(list)) instanceof JsonArray containers) {
        containers.forEach(c -> add(names, c));
      }
    }
    return names;
  }

  private static void add(Map<String, String> names, JsonElement container) {
    String id = string(container, "id");
    JsonArray all = array(container, "names");
    if (id != null && !all.isEmpty() && all.get(0) instanceof JsonPrimitive name) {
      String text = name.getAsString();
      names.put(id, text.substring(0, Math.min(MAX_NAME, text.length())));
    }
  }
}
