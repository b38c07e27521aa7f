package sevol.request.quadlet;

import java.nio.file.Path;
import java.util.List;

/**
 * For whom units are read.
 *
 * @param directories where units and drop-ins are looked for, the first found counts; the unit's
 *     own directory is always the first
 * @param user a user's own manager, not the system's
 * @param userName {@code %u}
 * @param uid {@code %U}
 * @param home {@code %h}
 * @param runtime {@code %t}
 */
public record QuadletHost(
    List<Path> directories, boolean user, String userName, long uid, Path home, Path runtime) {
  public QuadletHost {
    directories = List.copyOf(directories);
  }

  /** The system's manager. */
  public static QuadletHost system() {
    return new QuadletHost(
        List.of(
            Path.of("/run/containers/systemd"),
            Path.of("/etc/containers/systemd"),
            Path.of("/usr/share/containers/systemd")),
        false,
        "root",
        0,
        Path.of("/root"),
        Path.of("/run"));
  }

  /** The manager of a user. */
  public static QuadletHost user(String name, long uid, Path home) {
    Path runtime = Path.of("/run/user/" + uid);
    return new QuadletHost(
        List.of(
            runtime.resolve("containers/systemd"),
            home.resolve(".config/containers/systemd"),
            Path.of("/etc/containers/systemd/users/" + uid),
            Path.of("/etc/containers/systemd/users")),
        true,
        name,
        uid,
        home,
        runtime);
  }
}
