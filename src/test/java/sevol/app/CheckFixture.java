package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.selinux.SecurityContext;

/**
 * What {@code sevol check} prints, against golden files: exit status, standard output, standard
 * error. {@code -Dgolden.write=true} writes them anew, to be read before they are committed.
 */
abstract class CheckFixture {
  static final String FILE = "system_u:object_r:container_file_t:s0";

  @TempDir private Path temp;
  Path dir;
  final CheckHost host = new CheckHost();

  @BeforeEach
  void makeTree() throws IOException {
    dir = temp.toRealPath();
    Files.createDirectories(dir.resolve("scripts/lib"));
    Files.writeString(dir.resolve("scripts/packagervm"), "#!/bin/sh\n");
    Files.writeString(dir.resolve("scripts/lib/common"), "\n");
    host.tree.label(dir, "unconfined_u:object_r:default_t:s0");
    host.tree.label(dir.resolve("scripts"), "unconfined_u:object_r:unlabeled_t:s0");
  }

  void check(String golden, String... args) throws IOException {
    String[] all = new String[args.length + 1];
    all[0] = "check";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].replace("$DIR", dir.toString());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(all, out, err, host);
    String text =
        "exit " + code + "\n--- out\n" + text(out) + "--- err\n" + text(err).replace("\r", "");
    compare(golden, text.replace(dir.toString(), "$DIR"));
  }

  static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void compare(String golden, String text) throws IOException {
    String name = "/check/" + golden + ".txt";
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(Path.of("src/test/resources" + name), text);
      return;
    }
    try (InputStream in = CheckCommandTest.class.getResourceAsStream(name)) {
      assertEquals(
          in == null ? "no golden file" : new String(in.readAllBytes(), StandardCharsets.UTF_8),
          text);
    }
  }

  Container container(String name, String level, Path mount) {
    return new Container(
        Engine.PODMAN,
        "c0ffee".repeat(10) + "c0ff",
        name,
        SecurityContext.of("system_u:system_r:container_t:" + level),
        SecurityContext.of("system_u:object_r:container_file_t:" + level),
        null,
        List.of(new BindMount(mount, Path.of("/x"), false)));
  }
}
