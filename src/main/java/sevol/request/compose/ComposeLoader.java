package sevol.request.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/**
 * Reads files into one tree: each document with its {@code extends} and {@code include} resolved,
 * then laid over those before it.
 */
final class ComposeLoader {
  /** The sections that say anything of mounts or labels. */
  private static final Set<String> SECTIONS =
      Set.of("name", "services", "volumes", "configs", "secrets", "include");

  private final TextFiles disk;
  private final Budget budget;
  private final TreeMerge merge;

  ComposeLoader(TextFiles disk, Budget budget) {
    this.disk = disk;
    this.budget = budget;
    this.merge = new TreeMerge(budget);
  }

  /**
   * Reads files over one another.
   *
   * @param base what relative paths are relative to
   * @param including the files that lead here by {@code include}
   */
  Yaml.Keys load(List<Path> files, Path base, Variables variables, List<Path> including)
      throws InvalidRequestException {
    Yaml.Keys all = empty(new Place(files.get(0), 1, base));
    for (Path file : files) {
      for (Yaml.Keys document : documents(file, base, variables)) {
        Yaml.Keys whole = new Extends(this, file, document, variables).resolved();
        all = merge.over(all, new Include(this, disk, budget, variables, including).into(whole));
      }
    }
    return all;
  }

  /** The documents of one file, as they are written. */
  List<Yaml.Keys> documents(Path file, Path base, Variables variables)
      throws InvalidRequestException {
    budget.file();
    String text = ComposeSources.text(disk, file);
    List<Yaml.Keys> documents = new ArrayList<>();
    for (Yaml document :
        YamlReader.documents(file, base, text, new Interpolation(variables, budget), budget)) {
      if (document instanceof Yaml.Keys keys) {
        documents.add(keys.only(SECTIONS));
      } else if (!Yaml.absent(document)) {
        throw document.place().invalid("a compose file is a map with the key services");
      }
    }
    if (documents.isEmpty()) {
      throw new InvalidRequestException(Shown.path(file) + ": empty");
    }
    return documents;
  }

  /** One over the other. */
  Yaml.Keys over(Yaml.Keys base, Yaml.Keys over) throws InvalidRequestException {
    return merge.over(base, over);
  }

  /** Whether two trees say the same. */
  boolean same(Yaml one, Yaml other) throws InvalidRequestException {
    return merge.same(one, other);
  }

  /** Whether there is a file. */
  boolean exists(Path file) {
    return disk.exists(file);
  }

  static Yaml.Keys empty(Place place) {
    return new Yaml.Keys(place, Yaml.Tag.NONE, Map.of());
  }

  /** A section or service that must be a map; an empty one if it is not there. */
  static Yaml.Keys map(@Nullable Yaml node, Place place, String what)
      throws InvalidRequestException {
    if (node == null || Yaml.absent(node)) {
      return empty(place);
    }
    if (node instanceof Yaml.Keys keys) {
      return keys;
    }
    throw node.place().invalid(what + " must be a map");
  }

  /** This map with another value for one key. */
  static Yaml.Keys with(Yaml.Keys keys, String key, Yaml value) {
    Map<String, Yaml> entries = new LinkedHashMap<>(keys.entries());
    entries.put(key, value);
    return new Yaml.Keys(keys.place(), keys.tag(), entries);
  }

  /** A path that is written in a file; relative ones are relative to the place's base. */
  static Path path(Yaml.Text text, String what) throws InvalidRequestException {
    try {
      return text.place().base().resolve(text.value()).normalize();
    } catch (InvalidPathException e) {
      throw text.place().invalid(what + ": no path can hold this");
    }
  }
}
