package sevol.diagnosis;

import sevol.audit.AuditRecord;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/** Denials for tests, written as the kernel prints them. */
final class Denials {
  private Denials() {}

  /** The denial of {@code avc: denied} and the given rest. */
  static Denial of(String rest) {
    AuditRecord record = new AuditRecord("AVC", null, null, 1, "avc:  denied  " + rest, false);
    return AvcReader.read(record, null).orElseThrow();
  }
}
