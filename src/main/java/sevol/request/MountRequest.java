package sevol.request;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/** One mount that somebody asks an engine for. */
public sealed interface MountRequest {
  /** The engine that is asked. */
  Engine engine();

  /** Path inside the container, as written. */
  String destination();

  /** Mounted {@code ro}. */
  boolean readOnly();

  /** What is mounted, as a person names it: a path, a volume's name; empty for what has no name. */
  String source();

  /** The word for its kind in tables and JSON: {@code bind}, {@code volume}, {@code tmpfs} … */
  String kind();

  /** {@code ro} or {@code rw}. */
  default String mode() {
    return readOnly() ? "ro" : "rw";
  }

  /**
   * A path of the host.
   *
   * @param path absolute and lexically clean as both engines make it; links in it are not resolved
   * @param relabel what the engine is asked to do to the labels first
   * @param overlay podman's {@code O}: the path is only read, writes are thrown away
   * @param createsSource the engine makes a missing directory ({@code docker run -v})
   * @param recursive mounts below the path come along ({@code rbind}), as they do by default
   */
  record Bind(
      Engine engine,
      Path path,
      String destination,
      boolean readOnly,
      Relabel relabel,
      boolean overlay,
      boolean createsSource,
      boolean recursive)
      implements MountRequest {
    /** The same with another relabel. */
    public Bind with(Relabel other) {
      return new Bind(
          engine, path, destination, readOnly, other, overlay, createsSource, recursive);
    }

    @Override
    public String source() {
      return path.toString();
    }

    @Override
    public String kind() {
      return "bind";
    }
  }

  /**
   * A volume of the engine's own.
   *
   * @param name null for an anonymous one, which is always new
   * @param driver {@code local}, or that of a plugin
   * @param relabel as written; docker treats a local volume as {@code :z} if {@code -v} gives it no
   *     options at all, or {@code --mount} names it
   * @param overlay podman's {@code O}
   * @param subpath the part of it that is mounted, empty for all
   */
  record Volume(
      Engine engine,
      @Nullable String name,
      String driver,
      String destination,
      boolean readOnly,
      Relabel relabel,
      boolean overlay,
      String subpath)
      implements MountRequest {
    @Override
    public String source() {
      return name == null ? "" : name;
    }

    @Override
    public String kind() {
      return "volume";
    }
  }

  /**
   * A device node ({@code --device}). An engine of root makes another node in the container's own
   * {@code /dev}; rootless podman bind-mounts the host's.
   *
   * @param permissions some of {@code rwm}
   */
  record Device(Engine engine, Path path, String destination, String permissions)
      implements MountRequest {
    @Override
    public boolean readOnly() {
      return !permissions.contains("w");
    }

    @Override
    public String source() {
      return path.toString();
    }

    @Override
    public String kind() {
      return "device";
    }
  }

  /**
   * What the engine makes itself, with the container's own label.
   *
   * @param what which kind
   * @param source what it is made from (an image's name), empty for nothing
   */
  record Made(Engine engine, What what, String source, String destination, boolean readOnly)
      implements MountRequest {
    @Override
    public String kind() {
      return what.name().toLowerCase(Locale.ROOT);
    }

    /** The kinds. */
    public enum What {
      TMPFS,
      RAMFS,
      DEVPTS,
      IMAGE,
      ARTIFACT
    }
  }
}
