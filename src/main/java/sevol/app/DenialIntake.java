package sevol.app;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;
import sevol.audit.EventAssembler;
import sevol.audit.LogTail;
import sevol.audit.RecordReader;
import sevol.audit.SeenByKernel;
import sevol.audit.SourceMerge;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/**
 * Lines of the log and of the kernel into denials for the book, each counted at its AVC record; all
 * on the thread of the tail. Whatever else is due is done in its turns.
 */
final class DenialIntake implements LogTail.Listener, EventAssembler.Sink {
  /** The pulse must go on in a flood from the kernel, as it does in one of the log. */
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The ledger is still to be written before the service manager loses its patience. */
  private static final long LAST_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final LogTail tail;
  private final @Nullable KernelFeed kernel;
  private final IncidentBook book;
  private final Housekeeping housekeeping;
  private final LongSupplier nanoTime;
  private final SourceMerge merge;
  private final EventAssembler events = new EventAssembler(this);
  private final RecordReader logRecords;
  private final RecordReader kernelRecords;
  private long lines;
  private long records;
  private long unreadable;

  /** What is done between lines. */
  interface Housekeeping {
    /** Does what is due. */
    void turn();
  }

  DenialIntake(
      LogTail tail,
      @Nullable KernelFeed kernel,
      MergeStart start,
      IncidentBook book,
      Housekeeping housekeeping,
      LongSupplier nanoTime) {
    this.tail = tail;
    this.kernel = kernel;
    this.book = book;
    this.housekeeping = housekeeping;
    this.nanoTime = nanoTime;
    this.merge = new SourceMerge(start.bootId(), start.seen(), start.logExists(), events::accept);
    this.logRecords = RecordReader.ofWholeLines(merge::log);
    this.kernelRecords = RecordReader.ofWholeLines(merge::kernel);
  }

  /** Where the merge of both sources begins. */
  record MergeStart(String bootId, @Nullable SeenByKernel seen, boolean logExists) {}

  @Override
  public void line(String line) {
    lines++;
    logRecords.accept(line);
  }

  private boolean drainKernel(long nanos) {
    return kernel != null && kernel.drain(nanos, this::kernelLine);
  }

  private void kernelLine(String line) {
    merge.kernelLine(line);
    kernelRecords.accept(line);
  }

  @Override
  public void quiet() {
    events.finish();
  }

  @Override
  public long turn() {
    boolean more = drainKernel(DRAIN_NANOS);
    long next = merge.turn(nanoTime.getAsLong(), tail.caughtUp());
    housekeeping.turn();
    return more ? 0 : next;
  }

  @Override
  public void denied(AuditEvent soFar, AuditRecord avc) {
    records++;
    try {
      if (!book.again(avc)) {
        enter(avc, AvcReader.read(avc, soFar.syscall()));
      }
    } catch (RuntimeException e) {
      unreadable++; // a fault must not end the watch: it would come again with the same line
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  private void enter(AuditRecord avc, Optional<Denial> denial) {
    denial.ifPresent(d -> book.denied(avc, d));
    if (denial.isEmpty() && AvcReader.saysDenied(avc)) {
      unreadable++;
    }
  }

  @Override
  public void closed(AuditEvent event) {
    book.completed(event);
  }

  /** Passes on what waits for the log, since no more will be read. */
  void finish() {
    drainKernel(LAST_DRAIN_NANOS);
    merge.flush();
    events.finish();
  }

  /** Which events came from the kernel's stream. */
  SeenByKernel seenByKernel() {
    return merge.snapshot();
  }

  /** True if the log does not bring what the kernel tells. */
  boolean logIsSilent() {
    return merge.isLogSilent();
  }

  /** Lines of the log, AVC records of both sources, and those of them that could not be read. */
  Counts counts() {
    return new Counts(lines, records, unreadable);
  }

  /** What was read since the start. */
  record Counts(long lines, long records, long unreadable) {}
}
