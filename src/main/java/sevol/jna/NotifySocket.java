package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The way to the service manager, sd_notify(3): datagrams such as {@code READY=1}, {@code
 * WATCHDOG=1}, {@code STATUS=…} to the socket that {@code NOTIFY_SOCKET} names. Without one nothing
 * is sent. Any thread may send.
 */
public final class NotifySocket implements AutoCloseable {
  private static final int MAX_PATH = 108; // sun_path of unix(7)

  private final byte @Nullable [] address;
  private int fd = -1;

  private NotifySocket(byte @Nullable [] address) {
    this.address = address;
  }

  /**
   * The socket of an address.
   *
   * @param address an absolute path, {@code @} and an abstract name, or null
   * @throws IOException if it is neither
   */
  static NotifySocket of(@Nullable String address) throws IOException {
    if (address == null || address.isEmpty()) {
      return new NotifySocket(null);
    }
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if ((path[0] != '/' && path[0] != '@') || path.length < 2 || path.length >= MAX_PATH) {
      throw new IOException("NOTIFY_SOCKET: neither a path nor an abstract name: " + address);
    }
    if (path[0] == '@') {
      path[0] = 0;
    } else {
      path = CString.of(path);
    }
    // struct sockaddr_un: u16 family, char path[]
    ByteBuffer full = ByteBuffer.allocate(2 + path.length).order(ByteOrder.nativeOrder());
    return new NotifySocket(full.putShort((short) Sockets.AF_UNIX).put(path).array());
  }

  /** True if there is somebody to tell. */
  public boolean present() {
    return address != null;
  }

  /**
   * Sends assignments, one a line.
   *
   * @throws IOException if the service manager's socket cannot be reached
   */
  public synchronized void send(String assignments) throws IOException {
    if (address == null) {
      return;
    }
    if (fd < 0) {
      fd = Sockets.socket(Sockets.AF_UNIX, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0);
    }
    byte[] message = assignments.getBytes(StandardCharsets.UTF_8);
    while (fd < 0
        || Sockets.sendto(
                fd, message, message.length, Sockets.MSG_NOSIGNAL, address, address.length)
            < 0) {
      int errno = Errno.last();
      if (fd < 0 || errno != Errno.EINTR) {
        throw new IOException("NOTIFY_SOCKET: " + Errno.describe(errno));
      }
    }
  }

  @Override
  public synchronized void close() {
    if (fd >= 0) {
      LibC.close(fd);
      fd = -1;
    }
  }
}
