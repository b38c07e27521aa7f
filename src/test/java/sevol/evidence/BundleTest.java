package sevol.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;

class BundleTest {
  private static final byte[] DENIAL = "type=AVC\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path temp;

  private static byte[] tar(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GZIPOutputStream zip = new GZIPOutputStream(out);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(zip);
    for (TarArchiveEntry entry : entries) {
      boolean file = entry.isFile() && !entry.isSymbolicLink();
      entry.setSize(file ? DENIAL.length : 0);
      tar.putArchiveEntry(entry);
      tar.write(DENIAL, 0, file ? DENIAL.length : 0);
      tar.closeArchiveEntry();
    }
    tar.finish();
    zip.finish();
    return out.toByteArray();
  }

  private static String refused(byte[] bundle) {
    IOException e =
        assertThrows(IOException.class, () -> Bundle.read(new ByteArrayInputStream(bundle)));
    return String.valueOf(e.getMessage());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Bundle bundle = new Bundle();
    bundle.put(Part.DENIALS, DENIAL);
    bundle.put(Part.POLICY, new byte[] {1, 2, 3});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bundle.write(out, Instant.EPOCH);
    Bundle read = Bundle.read(new ByteArrayInputStream(out.toByteArray()));
    assertArrayEquals(DENIAL, read.get(Part.DENIALS).orElseThrow());
    assertArrayEquals(new byte[] {1, 2, 3}, read.get(Part.POLICY).orElseThrow());
    assertTrue(read.get(Part.LABELS).isEmpty());
  }

  @Test
  void nothingButThePartsMayBeInIt() throws IOException {
    TarArchiveEntry denials = new TarArchiveEntry(Part.DENIALS.file());
    for (String name : List.of("../../etc/passwd", "/etc/passwd", "denials.log/", "policy2", "")) {
      assertTrue(
          refused(tar(denials, new TarArchiveEntry(name, true))).startsWith("no bundle"), name);
    }
    TarArchiveEntry link = new TarArchiveEntry("policy", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/shadow");
    assertTrue(refused(tar(denials, link)).startsWith("no bundle"));
    assertTrue(refused(tar(denials, denials)).startsWith("damaged"));
    assertTrue(refused(tar(new TarArchiveEntry("policy"))).contains("denials.log"));
  }

  @Test
  void whatIsNotWholeIsDamaged() throws IOException {
    byte[] good = tar(new TarArchiveEntry(Part.DENIALS.file()));
    assertThrows(IOException.class, () -> Bundle.read(new ByteArrayInputStream(DENIAL)));
    for (int length = 0; length < good.length - 8; length += 3) {
      byte[] cut = Arrays.copyOf(good, length);
      IOException told =
          assertThrows(IOException.class, () -> Bundle.read(new ByteArrayInputStream(cut)));
      assertNotNull(told.getMessage(), "cut at " + length);
    }
  }

  @Test
  void aPartHasALimit() {
    byte[] large = new byte[Part.MANIFEST.mostBytes() + 1];
    assertThrows(IOException.class, () -> new Bundle().put(Part.MANIFEST, large));
  }

  @Test
  void ofALogTheDenialsAndTheirCalls() throws IOException {
    Path older = temp.resolve("audit.log.1");
    Path log = temp.resolve("audit.log");
    Files.writeString(
        older,
        """
        type=AVC msg=audit(1.000:1): avc:  denied  { read } for  pid=1
        type=SYSCALL msg=audit(1.000:1): arch=c000003e
        type=AVC msg=audit(1.000:2): avc:  denied  { read } for  pid=2
        """);
    Files.writeString(
        log,
        """
        type=SYSCALL msg=audit(1.000:2): arch=c000003e
        type=PROCTITLE msg=audit(1.000:2): proctitle=2D2D70617373776F7264
        type=EXECVE msg=audit(1.000:2): argc=2 a0="x" a1="--password"
        type=AVC msg=audit(1.000:3): avc:  granted  { setbool } for  pid=3
        type=SYSCALL msg=audit(1.000:3): arch=c000003e
        node=h type=USER_AVC msg=audit(1.000:4): pid=1 msg='avc:  denied  { start }'
        """);
    assertEquals(
        """
        type=AVC msg=audit(1.000:2): avc:  denied  { read } for  pid=2
        type=SYSCALL msg=audit(1.000:2): arch=c000003e
        node=h type=USER_AVC msg=audit(1.000:4): pid=1 msg='avc:  denied  { start }'
        """,
        new String(DenialLines.of(List.of(older, log), 2), StandardCharsets.UTF_8));
  }

  @Test
  void whoseADenialWasIsReadAsItWasWritten() throws IOException {
    Container web = new Container(Engine.PODMAN, "ab", "we\"b\n", null, null, null, List.of());
    BindMount mount = new BindMount(Path.of("/srv/x\n"), Path.of("/data"), true);
    List<Attribution> all =
        List.of(
            new Attribution(web, "mcs", mount, "inode", Path.of("/srv/x\n/y")),
            Attribution.UNKNOWN,
            new Attribution(null, null, null, null, null, List.of(web, web)));
    StringBuilder lines = new StringBuilder();
    all.forEach(a -> lines.append(AttributionLines.write(a)));
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(3, lines.toString().lines().count());
    assertEquals(all, AttributionLines.read(bytes));
  }

  @Test
  void anAttributionThatIsNoneIsDamaged() {
    for (String line :
        List.of(
            "x",
            "[]",
            "{\"hostPath\":\"etc/shadow\"}",
            "{\"hostPath\":\"/a\\u0000\"}",
            "{\"container\":{\"engine\":\"x\",\"id\":\"1\"}}",
            "{\"mount\":{\"source\":\"/a\"}}",
            "{\"candidates\":[null]}",
            "{\"hostPath\":\"/" + "a".repeat(5000) + "\"}")) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      assertThrows(IOException.class, () -> AttributionLines.read(bytes), line);
    }
  }
}
