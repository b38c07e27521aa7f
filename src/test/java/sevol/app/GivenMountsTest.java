package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.audit.AuditRecord;
import sevol.container.Attribution;
import sevol.request.InvalidRequestException;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

class GivenMountsTest {
  private static Denial denial(String rest) {
    String body = "avc: denied { read } for " + rest + " scontext=u:r:container_t:s0";
    return AvcReader.read(new AuditRecord("AVC", null, null, 1, body, false), null).orElseThrow();
  }

  private static String told(Attribution a) {
    return a.mount() == null ? "none" : a.mountProof() + " " + a.mount().source();
  }

  private static String told(String rest, String... specs) throws Exception {
    return told(GivenMounts.parse(List.of(specs)).attribute(denial(rest)));
  }

  @Test
  void pathBelowTheDestinationGivesThePathOnTheHost() throws Exception {
    Attribution a =
        GivenMounts.parse(List.of("/srv/a:/data", "/srv/b:/data/sub:ro"))
            .attribute(denial("path=\"/data/sub/x/y\" dev=\"sda1\" ino=3 tclass=file"));
    assertEquals("path /srv/b", told(a));
    assertEquals(Path.of("/srv/b/x/y"), a.hostPath());
    assertNotNull(a.mount());
    assertEquals(true, a.mount().readOnly());
  }

  @Test
  void pathOutsideContradicts() throws Exception {
    assertEquals("none", told("path=\"/etc/hosts\" dev=\"sda9\" tclass=file", "/srv/a:/data"));
    assertEquals("none", told("path=\"/database\" dev=\"sda9\" tclass=file", "/srv/a:/data"));
  }

  @Test
  void lastComponentOfOneSourceIsAProof() throws Exception {
    assertEquals(
        "name /srv/a", told("name=\"a\" dev=\"sda1\" tclass=dir", "/srv/a:/x", "/srv/b:/y"));
    assertEquals("none", told("name=\"a\" dev=\"sda1\" tclass=dir", "/srv/a:/x", "/opt/a:/y"));
  }

  @Test
  void onlyMountIsTakenAsGiven() throws Exception {
    assertEquals("given /srv/a", told("name=\"f\" dev=\"sda1\" tclass=file", "/srv/a:/x"));
    assertEquals("none", told("name=\"f\" dev=\"sda1\" tclass=file", "/srv/a:/x", "/srv/b:/y"));
  }

  @Test
  void whatIsNoFileOfADiskIsOnNoMount() throws Exception {
    assertEquals("none", told("name=\"f\" dev=\"proc\" tclass=file", "/srv/a:/x"));
    assertEquals("none", told("path=\"/x/f\" dev=\"overlay\" tclass=file", "/srv/a:/x"));
    assertEquals("none", told("capability=21 tclass=capability", "/srv/a:/x"));
  }

  @Test
  void deviceAndInodeOfTheSourceHereAreProof(@TempDir Path directory) throws Exception {
    long dev = (Long) Files.getAttribute(directory, "unix:dev");
    long ino = (Long) Files.getAttribute(directory, "unix:ino");
    String numbers = ((dev >> 8) & 0xfff) + ":" + ((dev & 0xff) | ((dev >> 12) & 0xfff00));
    String other = "/srv/other:/y";
    assertEquals(
        "inode " + directory,
        told("dev=\"" + numbers + "\" ino=" + ino + " tclass=dir", other, directory + ":/x"));
    assertEquals(
        "none", told("dev=\"251:9\" ino=" + ino + " tclass=dir", other, directory + ":/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a:/b", "/a:b", "/a:/b:ro:x", "/a\0:/b"})
  void wrongSpecIsRefused(String spec) throws Exception {
    assertThrows(InvalidRequestException.class, () -> GivenMounts.parse(List.of(spec)));
  }
}
