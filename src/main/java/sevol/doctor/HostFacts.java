package sevol.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The port to the host's files, by absolute path. Nothing that is asked here throws. */
public interface HostFacts {
  /** Enough for any configuration file. */
  int CONFIGURATION = 1 << 20;

  /** The first {@code maxBytes} of a regular file, as UTF-8. */
  FileText read(String path, int maxBytes);

  /** A configuration file. */
  default FileText read(String path) {
    return read(path, CONFIGURATION);
  }

  /** The directory of the configured policy, {@code /etc/selinux/TYPE} (selinux_config(5)). */
  default String policyDirectory() {
    Settings config = Settings.of(read("/etc/selinux/config").text());
    return "/etc/selinux/" + config.get("selinuxtype", "targeted");
  }

  /** False also if what leads to it may not be searched. */
  boolean exists(String path);

  /** The names in a directory, sorted, at most some ten thousand; empty if it cannot be listed. */
  List<String> list(String directory);

  /** When a file was last written. */
  Optional<Instant> modified(String path);

  /** The bytes that an ordinary user may still write on the file system of a path. */
  OptionalLong free(String path);
}
