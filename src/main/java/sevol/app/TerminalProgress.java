package sevol.app;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import sevol.remedy.Progress;

/** Progress on a terminal once work takes longer than a second, and nothing elsewhere. */
final class TerminalProgress implements Progress, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final PrintWriter err;
  private final boolean shown = Terminal.is(2);
  private final long start = System.nanoTime();
  private long next = start + SECOND;
  private final BooleanSupplier stop;
  private String current = "";
  private long began = start;
  private boolean drawn;

  TerminalProgress(PrintWriter err) {
    this(err, () -> false);
  }

  /**
   * Progress of work that can be stopped.
   *
   * @param stop whether somebody asked to
   */
  TerminalProgress(PrintWriter err, BooleanSupplier stop) {
    this.err = err;
    this.stop = stop;
  }

  @Override
  public void begins(String id) {
    err.println("sevol: fix " + id + " begins; sevol fix --undo " + id + " takes it back");
  }

  @Override
  public void at(String step, long done, long total) {
    if (shown && (done & 0xff) == 0) {
      draw(step, done, total);
    }
  }

  private synchronized void draw(String step, long done, long total) {
    long now = System.nanoTime();
    if (!step.equals(current)) {
      current = step;
      began = now;
    }
    if (now < next) {
      return;
    }
    next = now + SECOND / 4;
    drawn = true;
    double seconds = Math.max(1e-3, (now - began) / (double) SECOND);
    long rate = (long) (done / seconds);
    err.print("\r\033[K" + step + ": " + done + (total > 0 ? " of " + total : "") + " entries");
    if (done > 0) {
      err.print(", " + rate + "/s");
    }
    if (total > done && rate > 0) {
      err.print(", " + (total - done) / rate + " s left");
    }
    err.flush();
  }

  @Override
  public boolean stopped() {
    return stop.getAsBoolean();
  }

  @Override
  public void close() {
    if (drawn) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
