package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;
import sevol.audit.AvcParts;
import sevol.audit.EventAssembler;
import sevol.audit.LineSplitter;
import sevol.audit.RecordReader;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Cause;
import sevol.diagnosis.DenialDiagnosis;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.report.DenialReport;
import sevol.report.FindingNotes;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/** The way of a log's bytes to explained denials, in memory that does not grow with the log. */
final class LogExplainer {
  private final Function<Denial, Attribution> attributor;
  private final @Nullable AccessDecisions policy;
  private final Consumer<DenialReport> sink;
  private final Advisor advisor;

  /**
   * What reading one log came to.
   *
   * @param records AVC records that were looked at, denials or not
   * @param unreadable records that say "denied" and nothing that can be used
   * @param cut lines that were too long and were cut
   * @param nulSeen the log holds NUL bytes
   */
  record Tally(long records, long unreadable, long cut, boolean nulSeen) {}

  /**
   * Explains them.
   *
   * @param attributor whose a denial was; asked once for each, in the order of the log
   * @param policy what to ask for reasons; null for what is known of types
   * @param labels what remedies give
   */
  LogExplainer(
      Function<Denial, Attribution> attributor,
      @Nullable AccessDecisions policy,
      ContainerLabels labels,
      Consumer<DenialReport> sink) {
    this.attributor = attributor;
    this.policy = policy;
    this.advisor = new Advisor(labels);
    this.sink = sink;
  }

  /** Counts for one log. */
  private static final class Counts {
    private long records;
    private long unreadable;
  }

  /** Reads one log to its end. */
  Tally explain(InputStream log) throws IOException {
    Counts counts = new Counts();
    EventAssembler assembler = new EventAssembler(event -> explain(event, counts));
    RecordReader reader = new RecordReader(assembler::accept);
    LineSplitter lines = new LineSplitter(reader::accept);
    AvcParts.Sink sink =
        new AvcParts.Sink() {
          @Override
          public void part(byte[] bytes) {
            lines.accept(bytes, bytes.length);
          }

          @Override
          public void gap() {
            reader.finish();
          }
        };
    try (AvcParts parts = new AvcParts(log, sink, assembler::denialIsOpen)) {
      parts.run();
    } finally {
      lines.finish();
      reader.finish(); // what was read before an error counts
      assembler.finish();
    }
    return new Tally(counts.records, counts.unreadable, lines.cut(), lines.nulSeen());
  }

  private void explain(AuditEvent event, Counts counts) {
    for (AuditRecord record : event.records()) {
      if (record.type().equals("SYSCALL")) {
        continue;
      }
      counts.records++;
      Optional<Denial> denial = AvcReader.read(record, event.syscall());
      denial.ifPresent(d -> sink.accept(explain(d)));
      if (denial.isEmpty() && AvcReader.saysDenied(record)) {
        counts.unreadable++;
      }
    }
  }

  private DenialReport explain(Denial d) {
    Attribution attribution = attributor.apply(d);
    Diagnosis diagnosis = DenialDiagnosis.diagnose(d, Optional.ofNullable(policy));
    boolean container = DenialDiagnosis.isContainer(d);
    if (diagnosis.cause() == Cause.NOT_CONTAINER) {
      return new DenialReport(d, container, diagnosis, Attribution.UNKNOWN, null);
    }
    BindMount mount = attribution.mount();
    Advice advice =
        mount == null
            ? advisor.advise(diagnosis, null, false)
            : advisor.advise(diagnosis, mount.source(), mount.readOnly());
    Advice complete = FindingNotes.complete(advice, d, diagnosis.cause(), mount != null);
    return new DenialReport(d, container, diagnosis, attribution, complete);
  }
}
