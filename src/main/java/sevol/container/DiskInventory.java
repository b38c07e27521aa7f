package sevol.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
  private static final int MAX_OF_USER = 128;

  private static final int MAX_CONFIG = 4 << 20;
  private static final int MAX_MOUNTS = 1024;
  private static final int MAX_MOUNTS_OF_USER = 64;

  private final Path root;
  private final EngineDirectories directories;
  private final EngineJson files;

  /** An inventory of what root's engines run on a host. */
  public DiskInventory(Path root) {
    this(
        root,
        (file, maxBytes, uid) -> {
          throw new IOException(file + ": a user's file");
        });
  }

  /**
   * An inventory of a host.
   *
   * @param root {@code /}, but for tests
   * @param users how to read what rootless engines keep
   */
  public DiskInventory(Path root, EngineFiles users) {
    this.root = root;
    this.directories = new EngineDirectories(root);
    this.files = new EngineJson(users);
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
    ContainerNames names = names();
    directories.ofRoot().forEach(d -> read(d, names, found));
    Set<String> roots = new HashSet<>();
    found.forEach(c -> roots.add(c.id()));
    List<Container> users = new ArrayList<>();
    MountTable mounts = mounts();
    for (Home home : homes(mounts)) {
      directoriesOf(home, mounts).forEach(d -> read(d, names, users));
    }
    users.stream().filter(c -> !roots.contains(c.id())).forEach(found::add);
    return found;
  }

  /** Those, and the containers of root's docker that do not run now, or never ran. */
  public List<Container> withStopped() {
    List<Container> all = new ArrayList<>(containers());
    Set<String> ids = new HashSet<>();
    all.forEach(c -> ids.add(c.id()));
    for (Path containers : directories.dockerContainers()) {
      DockerConfigs.of(containers).stream().filter(c -> ids.add(c.id())).forEach(all::add);
    }
    return all;
  }

  private void read(BundleDirectory directory, ContainerNames names, List<Container> into) {
    Set<String> ids = new HashSet<>();
    into.forEach(c -> ids.add(c.id() + c.owner()));
    for (Place place : places(directory)) {
      tryRead(place, names).filter(c -> ids.add(c.id() + c.owner())).ifPresent(into::add);
    }
  }

  private Optional<Container> tryRead(Place place, ContainerNames names) {
    try {
      return Optional.of(read(place, names));
    } catch (IOException e) {
      return Optional.empty(); // not started yet, half written, or gone since it was listed
    }
  }

  /** Where containers may be; a configuration need not be there yet. */
  List<Place> places(BundleDirectory directory) {
    boolean any = directory.layout() == BundleDirectory.Layout.CONTAINERD;
    Predicate<String> isId = (any ? ANY_ID : ID).asMatchPredicate();
    Integer owner = directory.owner();
    List<String> ids =
        owner == null
            ? EngineDirectories.names(directory.path()).stream().filter(isId).toList()
            : UserDirectory.names(directory.path(), owner, MAX_OF_USER, isId);
    return ids.stream().map(id -> new Place(directory, id)).toList();
  }

  /** Where root's engines are. */
  EngineDirectories directories() {
    return directories;
  }

  /** The users' homes. */
  List<Home> homes(MountTable mounts) {
    return Home.of(root, mounts);
  }

  /** Where a user's engines are, as far as a look there gets an answer from this host itself. */
  List<BundleDirectory> directoriesOf(Home home, MountTable mounts) {
    return directories.of(home).stream()
        .filter(d -> mounts.byPath(d.path()).filter(Mount::isRemote).isEmpty())
        .filter(d -> Files.isDirectory(d.path(), LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /** True if the container's bundle is on disk now; this looks, and can hang on a user's. */
  public boolean isPresent(Container container) {
    Integer owner = container.owner();
    MountTable mounts = mounts();
    List<BundleDirectory> in =
        owner == null
            ? directories.ofRoot()
            : homes(mounts).stream()
                .filter(h -> owner == h.uid())
                .flatMap(h -> directoriesOf(h, mounts).stream())
                .toList();
    return in.stream()
        .anyMatch(d -> Files.exists(d.config(container.id()), LinkOption.NOFOLLOW_LINKS));
  }

  /** The host's mounts. */
  MountTable mounts() {
    return MountTable.ofOrEmpty(root);
  }

  /** Names as they are now. */
  ContainerNames names() {
    return new ContainerNames(files);
  }

  /** Reads one container. */
  Container read(Place place, ContainerNames names) throws IOException {
    Integer owner = place.in().owner();
    OciBundle bundle =
        OciBundle.of(
            place.config(),
            files.read(place.config(), MAX_CONFIG, owner),
            owner == null ? MAX_MOUNTS : MAX_MOUNTS_OF_USER);
    String name = names.name(place.in(), place.id(), bundle.annotations());
    return new Container(
        engine(place.in(), bundle),
        place.id(),
        name,
        bundle.processLabel(),
        bundle.mountLabel(),
        bundle.cgroup(),
        bundle.mounts(),
        owner);
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
