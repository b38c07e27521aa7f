package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelRecords;

/** The multicast group by a netlink socket of its own. */
final class NativeKernelRecords implements KernelRecords {
  private static final String NAME = "kernel audit records (netlink multicast)";

  private final AuditSocket socket;
  private final AtomicLong overflows = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object reading = new Object();

  private NativeKernelRecords(AuditSocket socket) {
    this.socket = socket;
  }

  /**
   * Joins the group.
   *
   * @throws IOException if the kernel refuses, with what is missing
   */
  static KernelRecords open() throws IOException {
    try {
      return new NativeKernelRecords(AuditSocket.open(AuditSocket.READLOG));
    } catch (ErrnoException e) {
      throw AuditSocket.refused(
          NAME,
          e.errno(),
          "CAP_AUDIT_READ, and under SELinux audit_read of class capability2 for this domain");
    }
  }

  @Override
  public @Nullable String next() throws IOException {
    synchronized (reading) {
      while (!closed.get()) {
        try {
          ByteBuffer datagram = socket.receive(-1);
          String line = AuditMessage.line(datagram);
          if (line != null) {
            return line;
          }
        } catch (ErrnoException e) {
          if (e.errno() != Errno.ENOBUFS) {
            throw new IOException(NAME + ": " + e.getMessage());
          }
          overflows.incrementAndGet();
        }
      }
      return null;
    }
  }

  @Override
  public long overflows() {
    return overflows.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      socket.wake();
      synchronized (reading) { // nobody uses the descriptors any more
        socket.close();
      }
    }
  }
}
