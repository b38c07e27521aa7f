package sevol.request.quadlet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/** Units and their drop-ins, where podman's generator looks for them. */
final class UnitDirectory {
  private final List<Path> directories;
  private final TextFiles disk;

  /**
   * The directories.
   *
   * @param own that of the unit that is read; before all others
   */
  UnitDirectory(Path own, QuadletHost host, TextFiles disk) {
    this.directories = new ArrayList<>(List.of(own));
    this.directories.addAll(host.directories());
    this.disk = disk;
  }

  /** Where a unit is; empty if there is none of the name. */
  Optional<Path> find(String name) {
    return directories.stream().map(path -> path.resolve(name)).filter(disk::exists).findFirst();
  }

  /** Reads a unit and its drop-ins, in the order of their names, each name once. */
  UnitFile read(Path unit) throws InvalidRequestException {
    UnitFile file = new UnitFile();
    file.add(QuadletUnit.shown(unit), text(unit));
    Map<String, Path> dropIns = new TreeMap<>();
    String name = String.valueOf(unit.getFileName());
    for (Path directory : directories) {
      for (String place : places(name)) {
        for (Path dropIn : disk.list(directory.resolve(place))) {
          String key = String.valueOf(dropIn.getFileName());
          if (key.endsWith(".conf")) {
            dropIns.putIfAbsent(key, dropIn);
          }
        }
      }
    }
    for (Path dropIn : dropIns.values()) {
      file.add(QuadletUnit.shown(dropIn), text(dropIn));
    }
    return file;
  }

  /**
   * Directories of drop-ins, the most specific first: {@code a-b@c.container.d}, {@code
   * a-b@.container.d}, {@code a-.container.d}, {@code container.d}.
   */
  private static List<String> places(String name) {
    int dot = name.lastIndexOf('.');
    String type = name.substring(dot);
    String base = name.substring(0, dot);
    int sign = base.indexOf('@');
    String prefix = sign < 0 ? base : base.substring(0, sign);
    List<String> places = new ArrayList<>(List.of(name + ".d"));
    if (sign >= 0 && sign + 1 < base.length()) {
      places.add(prefix + "@" + type + ".d");
    }
    for (int dash = prefix.lastIndexOf('-'); dash >= 0; dash = prefix.lastIndexOf('-', dash - 1)) {
      if (sign >= 0) {
        places.add(prefix.substring(0, dash + 1) + "@" + type + ".d");
      }
      places.add(prefix.substring(0, dash + 1) + type + ".d");
      if (dash == 0) {
        break;
      }
    }
    places.add(type.substring(1) + ".d");
    return places;
  }

  private String text(Path file) throws InvalidRequestException {
    try {
      return disk.read(file);
    } catch (IOException e) {
      String message = e.getClass() == IOException.class ? e.getMessage() : null;
      throw new InvalidRequestException(
          QuadletUnit.shown(file) + ": " + (message == null ? "cannot be read" : message));
    }
  }
}
