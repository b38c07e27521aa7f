package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sevol.audit.EventId;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class IncidentLineTest {
  private static final Instant TIME = Instant.parse("2026-11-22T14:10:25.867Z");
  private static final BindMount MOUNT =
      new BindMount(Path.of("/home/src/x"), Path.of("/scripts"), true);
  private static final Container WEB = container("web");

  private static Container container(String name) {
    return new Container(Engine.PODMAN, "3f2a".repeat(16), name, null, null, null, List.of(MOUNT));
  }

  private static Denial denial(@Nullable Boolean permissive) {
    return new Denial(
        new EventId("1795356625.867:137", TIME, 137, null),
        TIME,
        "AVC",
        List.of("write", "add_name"),
        SecurityContext.of("system_u:system_r:container_t:s0:c47,c929"),
        SecurityContext.of("system_u:object_r:unlabeled_t:s0"),
        ObjectClass.DIR,
        "f\u0007m",
        null,
        "a\"b\nc",
        null,
        "dm-2",
        368957L,
        9570,
        permissive,
        null);
  }

  private static DenialReport report(@Nullable Boolean permissive, Attribution attribution) {
    return new DenialReport(
        denial(permissive),
        true,
        new Diagnosis(Cause.UNLABELED, "no <label>"),
        attribution,
        new Advice(
            "label it",
            List.of(List.of("sudo", "sevol", "fix", "--apply", "/home/src/x y")),
            List.of("note")));
  }

  private static String text(DenialReport report) throws IOException {
    StringBuilder text = new StringBuilder();
    IncidentLine.write(text, report);
    return text.toString().replaceFirst("\n$", "");
  }

  private static String json(DenialReport report) throws IOException {
    StringBuilder text = new StringBuilder();
    DenialJson.write(text, report);
    return text.toString().replaceFirst("\n$", "");
  }

  @Test
  void everythingKnownIsOneLine() throws IOException {
    assertEquals(
        "2026-11-22T14:10:25Z denied: container web (podman 3f2a3f2a3f2a) { write add_name } on"
            + " /home/src/x/a (mounted at /scripts): unlabeled;"
            + " fix: sudo sevol fix --apply '/home/src/x y'",
        text(
            report(
                false, new Attribution(WEB, "cgroup", MOUNT, "inode", Path.of("/home/src/x/a")))));
  }

  @Test
  void unknownPartsAreSaidToBe() throws IOException {
    assertEquals(
        "2026-11-22T14:10:25Z denied: process container_t:s0:c47,c929 (container unknown)"
            + " { write add_name } on dir \"a\"b\\x0Ac\" of dm-2 inode 368957 (mount unknown):"
            + " unlabeled; fix: sudo sevol fix --apply '/home/src/x y'",
        text(report(null, Attribution.UNKNOWN)));
  }

  @Test
  void severalThatItCanBeAreNamed() throws IOException {
    Container other =
        new Container(Engine.DOCKER, "77".repeat(32), null, null, null, null, List.of());
    Attribution ambiguous =
        new Attribution(null, null, null, null, Path.of("/src"), List.of(WEB, other));
    assertEquals(
        "2026-11-22T14:10:25Z denied: process container_t:s0:c47,c929 (one of podman web,"
            + " docker 777777777777, which have the same level s0:c47,c929) { write add_name } on"
            + " /src: unlabeled; fix: sudo sevol fix --apply '/home/src/x y'",
        text(report(false, ambiguous)));
    assertEquals(
        "\"container_ref\":null,\"candidates\":[{\"engine\":\"podman\",\"id\":\""
            + WEB.id()
            + "\",\"name\":\"web\"},{\"engine\":\"docker\",\"id\":\""
            + other.id()
            + "\",\"name\":null}]",
        json(report(false, ambiguous)).replaceAll(".*(\"container_ref\".*),\"mount\".*", "$1"));
  }

  @Test
  void permissiveDenialIsMarked() throws IOException {
    String text = text(report(true, new Attribution(WEB, "mcs", MOUNT, "path", null)));
    assertEquals(
        "2026-11-22T14:10:25Z would be denied: container web (podman 3f2a3f2a3f2a)"
            + " { write add_name } on dir \"a\"b\\x0Ac\" of dm-2 inode 368957 (below /home/src/x,"
            + " mounted at /scripts): unlabeled; fix: sudo sevol fix --apply '/home/src/x y'",
        text);
  }

  @Test
  void engineIsToldFromItsContainer() throws IOException {
    DenialReport report =
        new DenialReport(
            denial(false),
            false,
            new Diagnosis(Cause.UNLABELED, ""),
            new Attribution(WEB, "cgroup", MOUNT, "inode", Path.of("/home/src/x")),
            null);
    assertEquals(
        "2026-11-22T14:10:25Z denied: engine container_t for container web (podman 3f2a3f2a3f2a)"
            + " { write add_name } on /home/src/x (mounted at /scripts): unlabeled",
        text(report));
  }

  @Test
  void hostileNameStaysOnItsLine() throws IOException {
    Container evil = container("x\u001b[2J\n2026 denied");
    String text = text(report(false, new Attribution(evil, "mcs", null, null, null)));
    assertEquals(1, text.lines().count());
    assertEquals(-1, text.indexOf('\u001b'));
  }

  @Test
  void adviceWithoutCommandIsItsSummary() throws IOException {
    DenialReport report =
        new DenialReport(
            denial(false),
            true,
            new Diagnosis(Cause.DEVICE, "a device"),
            Attribution.UNKNOWN,
            new Advice("no safe fix", List.of(), List.of()));
    assertEquals("device; no safe fix", text(report).replaceAll(".*: ", ""));
  }

  @Test
  void jsonHasEveryKey() throws IOException {
    assertEquals(
        "{\"id\":\"1795356625.867:137\",\"time\":\"2026-11-22T14:10:25.867Z\","
            + "\"perms\":[\"write\",\"add_name\"],"
            + "\"scontext\":\"system_u:system_r:container_t:s0:c47,c929\","
            + "\"tcontext\":\"system_u:object_r:unlabeled_t:s0\",\"tclass\":\"dir\","
            + "\"comm\":\"f\\u0007m\",\"exe\":null,\"name\":\"a\\\"b\\nc\",\"path\":null,"
            + "\"dev\":\"dm-2\",\"ino\":368957,\"pid\":9570,\"permissive\":false,"
            + "\"container\":true,\"cause\":\"unlabeled\",\"reason\":\"no <label>\","
            + "\"container_ref\":{\"engine\":\"podman\",\"id\":\""
            + WEB.id()
            + "\",\"name\":\"web\",\"proof\":\"cgroup\"},"
            + "\"candidates\":[],"
            + "\"mount\":{\"source\":\"/home/src/x\",\"destination\":\"/scripts\",\"mode\":\"ro\","
            + "\"proof\":\"inode\",\"host_path\":\"/home/src/x\"},"
            + "\"remedy\":{\"summary\":\"label it\",\"commands\":"
            + "[[\"sudo\",\"sevol\",\"fix\",\"--apply\",\"/home/src/x y\"]],\"notes\":[\"note\"]}}",
        json(
            report(false, new Attribution(WEB, "cgroup", MOUNT, "inode", Path.of("/home/src/x")))));
  }

  @Test
  void jsonOfUnknownPartsIsNull() throws IOException {
    String json = json(report(null, Attribution.UNKNOWN));
    assertEquals(
        "\"container_ref\":null,\"candidates\":[],\"mount\":null",
        json.replaceAll(".*(\"container_ref\".*),\"remedy\".*", "$1"));
  }
}
