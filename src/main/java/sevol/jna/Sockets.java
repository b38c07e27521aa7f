package sevol.jna;

import com.sun.jna.Native;
import java.nio.Buffer;

/** The socket calls of libc, by direct mapping. Addresses and results are plain bytes. */
final class Sockets {
  static final int AF_UNIX = 1;
  static final int AF_NETLINK = 16;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = LibC.O_CLOEXEC;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVBUFFORCE = 33;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  /** {@code POLLIN}, in struct pollfd: int fd, short events, short revents. */
  static final short POLLIN = 1;

  static {
    Native.register(Sockets.class, "libc.so.6");
  }

  private Sockets() {}

  static native int socket(int domain, int type, int protocol);

  static native int bind(int fd, byte[] address, int addressSize);

  static native int setsockopt(int fd, int level, int name, byte[] value, int length);

  static native long sendto(
      int fd, byte[] message, long messageSize, int flags, byte[] address, int addressSize);

  /** The buffers are direct ones: they stay where they are while the call waits. */
  static native long recvfrom(
      int fd, Buffer message, long messageSize, int flags, Buffer address, Buffer addressSize);

  /** Waits for any of an array of struct pollfd, 8 bytes each. */
  static native int poll(Buffer descriptors, long count, int timeoutMillis);

  static native int eventfd(int value, int flags);

  /** Adds the 64-bit number to an eventfd. */
  static native long write(int fd, byte[] number, long size);
}
