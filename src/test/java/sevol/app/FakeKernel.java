package sevol.app;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelRecords;

/** A kernel whose records a test makes. */
final class FakeKernel implements KernelRecords {
  private static final String END = "";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  void say(String line) {
    lines.add(line);
  }

  /** True once everything said was taken. */
  boolean isHeard() {
    return lines.isEmpty();
  }

  @Override
  public @Nullable String next() {
    try {
      String line = lines.take();
      return line.equals(END) ? null : line;
    } catch (InterruptedException e) {
      return null;
    }
  }

  @Override
  public long overflows() {
    return 0;
  }

  @Override
  public void close() {
    lines.add(END);
  }
}
