package sevol.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import sevol.ledger.Incident;
import sevol.ledger.IncidentJson;
import sevol.report.DenialReport;
import sevol.report.IncidentLine;
import sevol.report.LedgerLine;

/** The one line that each incident is worth when it is new, open again, or over. */
final class IncidentOutput {
  private final DaemonLog log;
  private final boolean json;
  private final Consumer<Incident> denied;

  /**
   * Writes to a log.
   *
   * @param json the incident as {@code sevol incidents --json} shows it, not a line for people
   * @param denied hears of each incident that begins with a denial, or opens again
   */
  IncidentOutput(DaemonLog log, boolean json, Consumer<Incident> denied) {
    this.log = log;
    this.json = json;
    this.denied = denied;
  }

  /** A denial that began an incident, or opened it again. */
  void denied(Incident incident, DenialReport report) {
    log.incident(json ? object(incident) : line(to -> IncidentLine.write(to, report)));
    denied.accept(incident);
  }

  /** What a container would be denied without a record. */
  void predicted(Incident incident) {
    log.incident(json ? object(incident) : line(to -> LedgerLine.predicted(to, incident)));
  }

  /** An incident whose access would be allowed now. */
  void closed(Incident incident) {
    log.over(json ? object(incident) : line(to -> LedgerLine.closed(to, incident)));
  }

  private interface Writing {
    void to(Appendable text) throws IOException;
  }

  private static String object(Incident incident) {
    return line(to -> IncidentJson.write(to, incident, null));
  }

  private static String line(Writing writing) {
    StringBuilder text = new StringBuilder();
    try {
      writing.to(text);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail so", e);
    }
    return text.toString().stripTrailing();
  }
}
