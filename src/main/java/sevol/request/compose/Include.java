package sevol.request.compose;

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
 * Brings the files of {@code include} into a document. Each has its own project directory and
 * {@code .env}; what is already set wins. A name that both have is an error, as in compose.
 */
final class Include {
  private static final List<String> IMPORTED = List.of("services", "volumes", "configs", "secrets");

  private final ComposeLoader loader;
  private final TextFiles disk;
  private final Budget budget;
  private final Variables variables;
  private final List<Path> including;

  Include(
      ComposeLoader loader,
      TextFiles disk,
      Budget budget,
      Variables variables,
      List<Path> including) {
    this.loader = loader;
    this.disk = disk;
    this.budget = budget;
    this.variables = variables;
    this.including = including;
  }

  /** The document with what it includes. */
  Yaml.Keys into(Yaml.Keys document) throws InvalidRequestException {
    Yaml list = document.get("include");
    if (list == null) {
      return document;
    }
    if (!(list instanceof Yaml.Items items)) {
      throw list.place().invalid("include must be a list");
    }
    Yaml.Keys whole = document;
    for (Yaml item : items.items()) {
      whole = imported(whole, included(item), item.place());
    }
    return whole.only(Set.of("name", "services", "volumes", "configs", "secrets"));
  }

  private Yaml.Keys included(Yaml item) throws InvalidRequestException {
    List<Path> files = paths(item instanceof Yaml.Keys keys ? keys.get("path") : item);
    if (files.isEmpty()) {
      throw item.place().invalid("include needs a path");
    }
    for (Path file : files) {
      if (!disk.exists(file)) {
        throw item.place().invalid("include names a file that is not there: " + Shown.path(file));
      }
    }
    Path main = files.get(0);
    if (including.contains(main) || main.equals(item.place().file().normalize())) {
      throw item.place().invalid("include runs in a circle");
    }
    List<Path> trail = new ArrayList<>(including);
    trail.add(item.place().file().normalize());
    Path parent = main.getParent();
    Path directory = parent == null ? main : parent;
    List<Path> envFiles = List.of();
    if (item instanceof Yaml.Keys keys) {
      List<Path> given = paths(keys.get("project_directory"));
      directory = given.isEmpty() ? directory : given.get(0);
      envFiles = paths(keys.get("env_file"));
    }
    if (envFiles.isEmpty() && disk.exists(directory.resolve(".env"))) {
      envFiles = List.of(directory.resolve(".env"));
    }
    Map<String, String> more = ComposeSources.envVariables(envFiles, variables, disk, budget);
    return loader.load(files, directory, new Variables(variables.all(), more), trail);
  }

  private static List<Path> paths(@Nullable Yaml node) throws InvalidRequestException {
    List<Path> paths = new ArrayList<>();
    if (node == null) {
      return paths;
    }
    for (Yaml one : node instanceof Yaml.Items items ? items.items() : List.of(node)) {
      if (!(one instanceof Yaml.Text text)) {
        throw one.place().invalid("include takes paths");
      }
      if (text.value().matches("oci://.*|https?://.*|git@.*|.*\\.git(#.*)?")) {
        throw one.place().invalid("include of a remote file, which sevol does not fetch");
      }
      paths.add(ComposeLoader.path(text, "include"));
    }
    return paths;
  }

  private Yaml.Keys imported(Yaml.Keys into, Yaml.Keys from, Place place)
      throws InvalidRequestException {
    Yaml.Keys whole = into;
    for (String section : IMPORTED) {
      Yaml.Keys theirs = ComposeLoader.map(from.get(section), place, section);
      Yaml.Keys ours = ComposeLoader.map(into.get(section), place, section);
      Map<String, Yaml> both = new LinkedHashMap<>(ours.entries());
      for (Map.Entry<String, Yaml> entry : theirs.entries().entrySet()) {
        Yaml mine = both.putIfAbsent(entry.getKey(), entry.getValue());
        if (mine != null && !loader.same(mine, entry.getValue())) {
          throw place.invalid(
              "include: " + section + ": " + Shown.name(entry.getKey()) + " is there twice");
        }
      }
      if (!both.isEmpty()) {
        whole = ComposeLoader.with(whole, section, new Yaml.Keys(place, Yaml.Tag.NONE, both));
      }
    }
    return whole;
  }
}
