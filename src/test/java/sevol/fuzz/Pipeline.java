package sevol.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;
import sevol.audit.EventAssembler;
import sevol.audit.LineSplitter;
import sevol.audit.RecordReader;
import sevol.audit.SourceMerge;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.ContainerLabels;
import sevol.diagnosis.DenialDiagnosis;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.report.DenialJson;
import sevol.report.DenialReport;
import sevol.report.DenialText;
import sevol.report.FindingNotes;
import sevol.report.IncidentLine;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/**
 * The way of bytes to reports, as the explainer goes it (anew for each log) and as the daemon does
 * (two live sources, the same objects for ever).
 */
final class Pipeline {
  private static final Attribution MOUNTED =
      new Attribution(
          null,
          null,
          new BindMount(Path.of("/srv/a b"), Path.of("/data"), false),
          "path",
          Path.of("/srv/a b/x"));

  private final Advisor advisor = new Advisor(ContainerLabels.DEFAULT);
  private final StringBuilder out = new StringBuilder();
  private final EventAssembler live =
      new EventAssembler(
          new EventAssembler.Sink() {
            @Override
            public void denied(AuditEvent soFar, AuditRecord avc) {
              AvcReader.read(avc, soFar.syscall()).ifPresent(d -> incident(report(d)));
            }

            @Override
            public void closed(AuditEvent event) {
              denials += AvcReader.read(event).size();
            }
          });
  private final SourceMerge merge = new SourceMerge("boot", null, true, live::accept);
  private final RecordReader fromLog = RecordReader.ofWholeLines(merge::log);
  private final RecordReader fromKernel = RecordReader.ofWholeLines(merge::kernel);
  private final LineSplitter log = new LineSplitter(fromLog::accept);
  private final LineSplitter kernel =
      new LineSplitter(
          line -> {
            merge.kernelLine(line);
            fromKernel.accept(line);
          });
  private long now;
  private long denials;

  /** Denials that were read. */
  long denials() {
    return denials;
  }

  /**
   * Reads a log in both ways.
   *
   * @param choices chooses where it is split, and which pieces come from which source
   */
  void run(byte[] bytes, long choices) {
    explain(bytes, new Random(choices));
    watch(bytes, new Random(choices));
  }

  private void explain(byte[] bytes, Random random) {
    DenialText text = new DenialText();
    out.setLength(0);
    long[] reports = new long[1];
    EventAssembler assembler =
        new EventAssembler(
            event -> {
              for (Denial denial : AvcReader.read(event)) {
                DenialReport report = report(denial);
                text.add(report);
                unchecked(() -> DenialJson.write(out, report));
                reports[0]++;
              }
            });
    RecordReader reader = new RecordReader(assembler::accept);
    LineSplitter lines = new LineSplitter(reader::accept);
    pieces(bytes, random, piece -> lines.accept(piece, piece.length));
    lines.finish();
    reader.finish();
    assembler.finish();
    assertEquals(reports[0], out.chars().filter(c -> c == '\n').count());
    if (random.nextInt(50) == 0) {
      out.toString().lines().forEach(l -> assertTrue(JsonParser.parseString(l).isJsonObject()));
    }
    assertTrue(out.chars().allMatch(c -> c == '\n' || c >= ' '), "control character in JSON");
    out.setLength(0);
    unchecked(() -> text.write(out));
    assertPlain();
    denials += reports[0];
  }

  private void watch(byte[] bytes, Random random) {
    pieces(
        bytes,
        random,
        piece -> {
          int from = random.nextInt(3);
          if (from != 1) {
            log.accept(piece, piece.length);
          }
          if (from != 0) {
            kernel.accept(piece, piece.length);
          }
          now += random.nextInt(700_000_000);
          merge.turn(now, random.nextBoolean());
        });
    if (random.nextInt(20) == 0) {
      live.finish();
      assertTrue(merge.snapshot().ranges().size() <= 4096);
    }
  }

  private static void pieces(byte[] bytes, Random random, Consumer<byte[]> sink) {
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(8192));
      sink.accept(Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
  }

  private DenialReport report(Denial d) {
    Diagnosis diagnosis = DenialDiagnosis.diagnose(d, Optional.empty());
    boolean mounted = d.ino() != null && d.ino() % 2 == 0;
    Path path = mounted ? Path.of("/srv/a b") : null;
    Advice advice =
        FindingNotes.complete(
            advisor.advise(diagnosis, path, false), d, diagnosis.cause(), mounted);
    Attribution attribution = mounted ? MOUNTED : Attribution.UNKNOWN;
    return new DenialReport(d, DenialDiagnosis.isContainer(d), diagnosis, attribution, advice);
  }

  private void incident(DenialReport report) {
    out.setLength(0);
    unchecked(() -> IncidentLine.write(out, report));
    assertEquals(out.length() - 1, out.indexOf("\n"));
    assertPlain();
  }

  private void assertPlain() {
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      assertTrue(
          c == '\n' || (c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f)),
          "control character in text");
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
