package sevol.request.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.InvalidRequestException;

/**
 * One service that is being read: its keys by shape, errors with its name, and what is to be said
 * of it.
 */
final class ServiceScope {
  private final String name;
  private final Yaml.Keys keys;
  private final Engine engine;
  private final String home;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * A service.
   *
   * @param home what {@code ~} is
   */
  ServiceScope(String name, Yaml.Keys keys, Engine engine, String home) {
    this.name = name;
    this.keys = keys;
    this.engine = engine;
    this.home = home;
  }

  String name() {
    return name;
  }

  Engine engine() {
    return engine;
  }

  /** Says something once. */
  void note(String note) {
    notes.add(note);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** An error in one key. */
  InvalidRequestException invalid(Yaml node, String key, String why) {
    return node.place().invalid("service " + Shown.name(name) + ": " + key + ": " + why);
  }

  /** The value of a key of the service; null if it is not there. */
  @Nullable Yaml get(String key) {
    return keys.get(key);
  }

  /** A key of the service that holds a text; empty if it is not there. */
  String text(String key) throws InvalidRequestException {
    Yaml value = keys.get(key);
    return value == null ? "" : text(value, key);
  }

  /** A node that must be a text. */
  String text(Yaml node, String key) throws InvalidRequestException {
    if (!(node instanceof Yaml.Text text)) {
      throw invalid(node, key, "must be a text");
    }
    for (String unset : text.unset()) {
      note(key + ": the variable " + unset + " is not set and counts as empty");
    }
    return text.value();
  }

  /** An entry of a map that must be a text; empty if it is not there. */
  String text(Yaml.Keys map, String entry, String key) throws InvalidRequestException {
    Yaml value = map.get(entry);
    return value == null ? "" : text(value, key);
  }

  /** An entry of a map that must be a boolean; null if it is not there. */
  @Nullable Boolean truth(Yaml.Keys map, String entry, String key) throws InvalidRequestException {
    Yaml value = map.get(entry);
    if (value == null) {
      return null;
    }
    text(value, key);
    Boolean truth = value instanceof Yaml.Text text ? text.truth() : null;
    if (truth == null) {
      throw invalid(value, key, (entry.equals(key) ? "" : entry + " ") + "must be true or false");
    }
    return truth;
  }

  /** A boolean of the service, false if it is not there. */
  boolean truth(String key) throws InvalidRequestException {
    Boolean truth = truth(keys, key, key);
    return truth != null && truth;
  }

  /** A key of the service that holds a list; empty if it is not there. */
  List<Yaml> items(String key) throws InvalidRequestException {
    Yaml value = keys.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Yaml.Items list)) {
      throw invalid(value, key, "must be a list");
    }
    List<Yaml> items = new ArrayList<>(list.items());
    items.removeIf(item -> item.tag() == Yaml.Tag.RESET);
    return items;
  }

  /** A key of the service that holds a text or a list of texts. */
  List<String> texts(String key) throws InvalidRequestException {
    List<String> texts = new ArrayList<>();
    Yaml value = keys.get(key);
    for (Yaml item : value instanceof Yaml.Text ? List.of(value) : items(key)) {
      texts.add(text(item, key));
    }
    return texts;
  }

  /** A path of the host: {@code ~} and relative ones as compose resolves them. */
  Path hostPath(Yaml node, String key, String path) throws InvalidRequestException {
    try {
      if (path.startsWith("~") && !home.isEmpty()) {
        return node.place().base().resolve(Path.of(home, path.substring(1))).normalize();
      }
      return node.place().base().resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw invalid(node, key, "no path can hold this");
    }
  }

  /** A path in the container, cleaned as compose does; it must begin with a slash. */
  String target(Yaml node, String key, String target) throws InvalidRequestException {
    if (!target.startsWith("/")) {
      throw invalid(node, key, "the path in the container must begin with /");
    }
    try {
      return Path.of(target).normalize().toString();
    } catch (InvalidPathException e) {
      throw invalid(node, key, "no path can hold this");
    }
  }
}
