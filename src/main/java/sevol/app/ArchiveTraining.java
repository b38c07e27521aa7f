package sevol.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What the JVM runs while it makes a class-data archive: the ways that most runs take, and the rest
 * of sevol's own classes by name.
 */
final class ArchiveTraining {
  private static final String DENIAL =
      "type=AVC msg=audit(1.000:1): avc:  denied  { write } for  pid=1 comm=\"a\" name=\"b\""
          + " dev=\"c\" ino=1 scontext=system_u:system_r:container_t:s0"
          + " tcontext=system_u:object_r:unlabeled_t:s0 tclass=dir permissive=0\n";

  private ArchiveTraining() {}

  /** Takes no arguments and prints nothing. */
  public static void main(String[] args) throws IOException {
    String tree = home().toString();
    for (List<String> command :
        List.of(
            List.of("explain", "-v", "/srv/b:/b", "-"),
            List.of("explain", "--json", "-"),
            List.of("check", "--engine", "podman", "-v", tree + ":/b"),
            List.of("check", "--json", "--", "docker", "run", "-v", tree + ":/b", "x"),
            List.of("fix", tree),
            List.of("incidents"),
            List.of("status"),
            List.of("check_sevol"),
            List.of("--version"))) {
      System.setIn(new ByteArrayInputStream(DENIAL.getBytes(StandardCharsets.UTF_8)));
      Main.run(
          command.toArray(String[]::new),
          OutputStream.nullOutputStream(),
          OutputStream.nullOutputStream(),
          new Rehearsal());
    }
    loadOwnClasses();
  }

  private static URL jar() {
    return ArchiveTraining.class.getProtectionDomain().getCodeSource().getLocation();
  }

  /** The directory of the jar. */
  private static Path home() throws IOException {
    try {
      return Objects.requireNonNull(Path.of(jar().toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void loadOwnClasses() throws IOException {
    try (InputStream in = jar().openStream();
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, ArchiveTraining.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return; // it will be loaded from the jar, as without an archive
    }
  }
}
