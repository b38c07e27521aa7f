package sevol.request.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;

/**
 * Resolves {@code extends} in the services of one document: the service below may be in the same
 * document or in another file, whose relative paths stay relative to that file.
 */
final class Extends {
  private static final int LONGEST = 50;

  /** What is read of a service. */
  private static final Set<String> KEYS =
      Set.of(
          "configs",
          "container_name",
          "depends_on",
          "devices",
          "extends",
          "gpus",
          "ipc",
          "links",
          "pid",
          "privileged",
          "profiles",
          "provider",
          "secrets",
          "security_opt",
          "tmpfs",
          "use_api_socket",
          "volumes",
          "volumes_from");

  private final ComposeLoader loader;
  private final Path file;
  private final Yaml.Keys document;
  private final Variables variables;

  Extends(ComposeLoader loader, Path file, Yaml.Keys document, Variables variables) {
    this.loader = loader;
    this.file = file;
    this.document = document;
    this.variables = variables;
  }

  /** The document, its services without {@code extends} and without what does not matter here. */
  Yaml.Keys resolved() throws InvalidRequestException {
    if (document.get("services") == null) {
      return document;
    }
    Yaml.Keys services = services();
    Map<String, Yaml> resolved = new LinkedHashMap<>();
    for (Map.Entry<String, Yaml> service : services.entries().entrySet()) {
      Yaml value = service.getValue();
      resolved.put(
          service.getKey(),
          Yaml.absent(value) ? value : service(service.getKey(), value, new ArrayList<>()));
    }
    return ComposeLoader.with(
        document, "services", new Yaml.Keys(services.place(), services.tag(), resolved));
  }

  private Yaml.Keys services() throws InvalidRequestException {
    return ComposeLoader.map(document.get("services"), document.place(), "services");
  }

  private Yaml.Keys service(String name, Yaml node, List<String> trail)
      throws InvalidRequestException {
    Yaml.Keys service =
        ComposeLoader.map(node, node.place(), "service " + Shown.name(name)).only(KEYS);
    Yaml below = service.get("extends");
    if (below == null) {
      return service;
    }
    String step = file.normalize() + "\0" + name;
    if (trail.contains(step) || trail.size() >= LONGEST) {
      throw below
          .place()
          .invalid("service " + Shown.name(name) + ": extends runs in a circle, or too far");
    }
    trail.add(step);
    Yaml.Keys base = base(name, below, trail);
    Map<String, Yaml> own = new LinkedHashMap<>(service.entries());
    own.remove("extends");
    return loader.over(base, new Yaml.Keys(service.place(), service.tag(), own));
  }

  private Yaml.Keys base(String name, Yaml below, List<String> trail)
      throws InvalidRequestException {
    @Nullable Yaml reference = below;
    @Nullable Yaml from = null;
    if (below instanceof Yaml.Keys keys) {
      reference = keys.get("service");
      from = keys.get("file");
    }
    if (!(reference instanceof Yaml.Text service)) {
      throw below
          .place()
          .invalid("service " + Shown.name(name) + ": extends needs the name of a service");
    }
    Extends there = this;
    if (from instanceof Yaml.Text path) {
      there = other(name, path);
    } else if (from != null) {
      throw from.place().invalid("service " + Shown.name(name) + ": extends: file must be a text");
    }
    Yaml node = there.services().entries().get(service.value());
    if (node == null) {
      throw below
          .place()
          .invalid(
              "service "
                  + Shown.name(name)
                  + ": extends a service that is not in "
                  + Shown.path(there.file));
    }
    return there.service(service.value(), node, trail);
  }

  private Extends other(String name, Yaml.Text path) throws InvalidRequestException {
    Path other = ComposeLoader.path(path, "extends: file");
    Path parent = other.getParent();
    if (!loader.exists(other) || parent == null) {
      throw path.place()
          .invalid("service " + Shown.name(name) + ": extends a file that is not there");
    }
    Yaml.Keys all = null;
    for (Yaml.Keys part : loader.documents(other, parent, variables)) {
      all = all == null ? part : loader.over(all, part);
    }
    return new Extends(
        loader, other, all == null ? ComposeLoader.empty(path.place()) : all, variables);
  }
}
