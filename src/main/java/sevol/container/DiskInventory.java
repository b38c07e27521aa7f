package sevol.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The containers whose bundles are on disk now, without asking any engine. Nothing is remembered;
 * see {@link BundleWatch} for that.
 */
public final class DiskInventory implements ContainerInventory {
  /** Containers of Podman, CRI-O, Docker and Kubernetes; nerdctl's, too. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /** Of containerd's other clients: what containerd itself accepts as an identifier. */
  private static final Pattern ANY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,75}");

  /** A user could fill a directory with bundles that no engine made. */
  private static final int MAX_OWN = 256;

  private final Path root;
  private final EngineDirectories directories;

  /**
   * An inventory of a host.
   *
   * @param root {@code /}, but for tests
   */
  public DiskInventory(Path root) {
    this.root = root;
    this.directories = new EngineDirectories(root);
  }

  /**
   * A container's place on disk.
   *
   * @param in the directory it stands in
   * @param id its name there
   */
  record Place(BundleDirectory in, String id) {
    Path config() {
      return in.config(id);
    }
  }

  @Override
  public List<Container> containers() {
    List<Container> found = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    ContainerNames names = names();
    for (Place place : places()) {
      tryRead(place, names).filter(c -> ids.add(c.id())).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Container> tryRead(Place place, ContainerNames names) {
    try {
      return Optional.of(read(place, names));
    } catch (IOException e) {
      return Optional.empty(); // not started yet, half written, or gone since it was listed
    }
  }

  /** Where containers may be, root's engines first; a configuration need not be there yet. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (BundleDirectory directory : directories.present()) {
      Pattern id = directory.layout() == BundleDirectory.Layout.CONTAINERD ? ANY_ID : ID;
      EngineDirectories.names(directory.path()).stream()
          .filter(name -> id.matcher(name).matches())
          .limit(directory.own() ? MAX_OWN : Long.MAX_VALUE)
          .forEach(name -> places.add(new Place(directory, name)));
    }
    return places;
  }

  /** The directories whose change means that a container may have come. */
  List<Path> watched() {
    List<Path> watched = new ArrayList<>(directories.parents());
    directories.present().forEach(d -> watched.add(d.path()));
    return watched;
  }

  /** Names as they are now. */
  ContainerNames names() {
    return new ContainerNames(root);
  }

  /** Reads one container. */
  Container read(Place place, ContainerNames names) throws IOException {
    OciBundle bundle = OciBundle.read(place.config());
    String name = names.name(place.in(), place.id(), bundle.annotations());
    return new Container(
        engine(place.in(), bundle),
        place.id(),
        name,
        bundle.processLabel(),
        bundle.mountLabel(),
        bundle.cgroup(),
        bundle.mounts());
  }

  private static Engine engine(BundleDirectory directory, OciBundle bundle) {
    return switch (directory.layout()) {
      case MOBY -> Engine.DOCKER;
      case CONTAINERD -> Engine.CONTAINERD;
      case STORAGE ->
          bundle.annotations().keySet().stream().anyMatch(k -> k.startsWith("io.kubernetes.cri-o."))
              ? Engine.CRIO
              : Engine.PODMAN;
    };
  }
}
