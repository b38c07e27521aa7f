package sevol.app;

import java.io.PrintWriter;
import sevol.remedy.Progress;

/** Progress on a terminal once work takes longer than a second, and nothing elsewhere. */
final class TerminalProgress implements Progress, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final PrintWriter err;
  private final boolean shown = Terminal.is(2);
  private final long start = System.nanoTime();
  private long next = start + SECOND;
  private boolean drawn;

  TerminalProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void begins(String id) {
    err.println("sevol: fix " + id + " begins; sevol fix --undo " + id + " takes it back");
  }

  @Override
  public void at(String step, long done) {
    if (!shown || (done & 0xff) != 0) {
      return;
    }
    long now = System.nanoTime();
    if (now >= next) {
      next = now + SECOND / 4;
      drawn = true;
      err.print("\r" + step + ": " + done + " entries, " + done * SECOND / (now - start) + "/s ");
      err.flush();
    }
  }

  @Override
  public void close() {
    if (drawn) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
