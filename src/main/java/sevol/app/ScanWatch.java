package sevol.app;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sevol.diagnosis.TreeScan;
import sevol.remedy.Progress;

/**
 * Lets a user watch a scan on a terminal, and end it with Ctrl-C: the scan stops, what is known is
 * printed, and only then the process ends, with the signal's status.
 */
final class ScanWatch implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final TerminalProgress progress;
  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interrupted");
  private volatile boolean interrupted;

  ScanWatch(PrintWriter err) {
    progress = new TerminalProgress(err, () -> interrupted);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A scan with these limits that this watches. */
  TreeScan.Way way(TreeScan.Limits limits) {
    return new TreeScan.Way(
        limits, true, "", () -> interrupted, entries -> progress.at("checking", entries, 0));
  }

  private void interrupt() {
    interrupted = true;
    try {
      printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a fix is watched; Ctrl-C stops it between two objects. */
  Progress progress() {
    return progress;
  }

  /** Takes the progress from the terminal; before results are printed. */
  void clear() {
    progress.close();
  }

  /** The process is ending already; a status of ours would race with the signal's. */
  private void awaitEnd() {
    try {
      hook.join();
      TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is printed. */
  @Override
  public void close() {
    progress.close();
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      awaitEnd();
    }
  }
}
