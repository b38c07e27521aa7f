package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.audit.AuditRecord;
import sevol.diagnosis.Cause;
import sevol.diagnosis.DenialDiagnosis;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

class DenialJudgeTest {
  private static final String CONTAINER = " scontext=system_u:system_r:container_t:s0:c1,c2";

  private static Denial denial(String type, String rest) {
    String body = "avc:  denied  { read write } for  pid=7 comm=\"sh\" " + rest + " permissive=0";
    return AvcReader.read(new AuditRecord(type, null, null, 1, body, false), null).orElseThrow();
  }

  private static Optional<Cause> judged(Denial denial) {
    return new DenialJudge(Optional.empty()).judge(denial).map(d -> d.cause());
  }

  /** What {@code podman exec} in a pipeline, at a terminal, or under systemd hands down. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "path=\"pipe:[4711]\" dev=\"pipefs\" ino=4711@ tcontext=unconfined_u:unconfined_r:unconfined_t:s0"
            + " tclass=fifo_file",
        "path=\"pipe:[4711]\" dev=\"pipefs\" ino=4711@ tcontext=system_u:system_r:init_t:s0"
            + " tclass=fifo_file",
        "path=\"/dev/pts/0\" dev=\"devpts\" ino=3@ tcontext=unconfined_u:object_r:user_devpts_t:s0"
            + " tclass=chr_file",
        "path=\"/dev/ttyS0\" dev=\"devtmpfs\" ino=3@ tcontext=system_u:object_r:tty_device_t:s0"
            + " tclass=chr_file",
        "path=\"socket:[12]\" dev=\"sockfs\" ino=12@ tcontext=system_u:system_r:init_t:s0"
            + " tclass=unix_stream_socket"
      })
  void whatACallerHandsDownIsNoFileAndNoIncident(String object) {
    Denial denial = denial("AVC", object.replace("@", CONTAINER));
    assertTrue(DenialDiagnosis.isContainer(denial));
    assertEquals(Cause.NOT_A_FILE, DenialDiagnosis.diagnose(denial, Optional.empty()).cause());
    assertEquals(Optional.empty(), judged(denial));
  }

  @Test
  void namedPipeInAMountIsAnIncident() {
    Denial denial =
        denial(
            "AVC",
            "name=\"queue\" dev=\"sda1\" ino=4"
                + CONTAINER
                + " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=fifo_file");
    assertEquals(Optional.of(Cause.WRONG_TYPE_LABEL), judged(denial));
  }

  @Test
  void onlyTheKernelIsBelieved() {
    String object =
        "name=\"d\" dev=\"sda1\" ino=4"
            + CONTAINER
            + " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=dir";
    assertEquals(Optional.of(Cause.WRONG_TYPE_LABEL), judged(denial("AVC", object)));
    assertEquals(List.of(), judged(denial("USER_AVC", object)).stream().toList());
  }
}
