package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Engine;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;
import sevol.request.VolumeSpec;
import sevol.selinux.Denial;

/**
 * The mounts that a user says the container had ({@code -v}), and which of them a denial belongs
 * to. The log may be of another host: that a source is missing here contradicts nothing.
 */
final class GivenMounts {
  private static final Pattern DEVICE_NAME = Pattern.compile("[A-Za-z0-9!_-]{1,31}");

  /** Devices that no bind mount of a directory has; overlay is the container's own root. */
  private static final Set<String> NEVER_MOUNTED =
      Set.of(
          "overlay",
          "proc",
          "sysfs",
          "cgroup",
          "cgroup2",
          "devtmpfs",
          "devpts",
          "mqueue",
          "pipefs",
          "sockfs",
          "nsfs",
          "anon_inodefs",
          "securityfs",
          "selinuxfs",
          "debugfs");

  private final List<BindMount> mounts;

  private GivenMounts(List<BindMount> mounts) {
    this.mounts = mounts;
  }

  /**
   * Reads {@code SOURCE:DESTINATION[:OPTIONS]} as docker does.
   *
   * @throws InvalidRequestException with one line that names the wrong one
   */
  static GivenMounts parse(List<String> specs) throws InvalidRequestException {
    List<BindMount> mounts = new ArrayList<>();
    for (String spec : specs) {
      if (!(mount(Engine.DOCKER, spec) instanceof MountRequest.Bind bind)) {
        throw new InvalidRequestException(
            "-v " + spec + ": a named volume has no path on the host to look for");
      }
      mounts.add(
          new BindMount(bind.path(), Path.of(bind.destination()).normalize(), bind.readOnly()));
    }
    return new GivenMounts(List.copyOf(mounts));
  }

  /** One {@code -v} of ours: as the engine takes it, but always with a source. */
  static MountRequest mount(Engine engine, String spec) throws InvalidRequestException {
    if (!spec.contains(":")) {
      throw new InvalidRequestException(
          "-v " + spec + ": no colon; say SOURCE:DESTINATION, as in -v /srv/data:/data");
    }
    return VolumeSpec.parse(engine, spec, Path.of("").toAbsolutePath());
  }

  /** The mount of a denial, as far as the record shows it. */
  Attribution attribute(Denial d) {
    String tclass = d.tclass() == null ? "file" : d.tclass().name();
    boolean file = tclass.equals("dir") || tclass.endsWith("file");
    if (mounts.isEmpty() || !file || NEVER_MOUNTED.contains(d.dev() == null ? "" : d.dev())) {
      return Attribution.UNKNOWN;
    }
    for (BindMount m : mounts) {
      if (isSource(m.source(), d)) {
        return of(m, "inode", m.source());
      }
    }
    Path path = absolute(d.path());
    if (path != null) {
      return byPath(path);
    }
    BindMount named = byName(d.name());
    if (named != null) {
      return of(named, "name", named.source());
    }
    return mounts.size() == 1 ? of(mounts.get(0), "given", null) : Attribution.UNKNOWN;
  }

  /** The longest destination above the path; a path that none is above contradicts them all. */
  private Attribution byPath(Path path) {
    BindMount best = null;
    for (BindMount m : mounts) {
      boolean longer =
          best == null || m.destination().getNameCount() > best.destination().getNameCount();
      if (path.startsWith(m.destination()) && longer) {
        best = m;
      }
    }
    if (best == null) {
      return Attribution.UNKNOWN;
    }
    Path rest = best.destination().relativize(path);
    return of(best, "path", best.source().resolve(rest).normalize());
  }

  private @Nullable BindMount byName(@Nullable String name) {
    List<BindMount> same =
        mounts.stream()
            .filter(m -> m.source().getFileName() != null)
            .filter(m -> m.source().getFileName().toString().equals(name))
            .toList();
    return same.size() == 1 ? same.get(0) : null;
  }

  private static @Nullable Path absolute(@Nullable String path) {
    if (path == null || !path.startsWith("/")) {
      return null;
    }
    try {
      return Path.of(path).normalize();
    } catch (InvalidPathException e) {
      return null; // a NUL byte: an abstract socket
    }
  }

  private static Attribution of(BindMount mount, String proof, @Nullable Path object) {
    return new Attribution(null, null, mount, proof, object);
  }

  /** True if the source here is the very object: same device, same inode. */
  private static boolean isSource(Path source, Denial d) {
    Long ino = d.ino();
    String dev = d.dev();
    if (ino == null || dev == null) {
      return false;
    }
    try {
      return Files.getAttribute(source, "unix:ino").equals(ino)
          && numbers((Long) Files.getAttribute(source, "unix:dev")).equals(numbers(dev));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another host's source, or one that may not be looked at
    }
  }

  /** As gnu_dev_major and gnu_dev_minor of glibc split it. */
  private static String numbers(long dev) {
    long major = (dev >>> 8 & 0xfff) | (dev >>> 32 & ~0xfffL);
    long minor = (dev & 0xff) | (dev >>> 12 & ~0xffL & 0xffffffffL);
    return major + ":" + minor;
  }

  private static String numbers(String dev) throws IOException {
    Path node = Path.of("/sys/class/block").resolve(dev);
    boolean block = DEVICE_NAME.matcher(dev).matches() && Files.exists(node.resolve("dev"));
    return block ? Files.readString(node.resolve("dev")).strip() : dev;
  }
}
