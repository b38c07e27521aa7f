package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket to the kernel's audit subsystem (netlink(7), {@code NETLINK_AUDIT}) and the
 * datagram that it received last. Used by one thread at a time; only {@link #wake} is for others.
 */
final class AuditSocket implements AutoCloseable {
  /** {@code 1 << (AUDIT_NLGRP_READLOG - 1)}. */
  static final int READLOG = 1;

  private static final int NETLINK_AUDIT = 9;
  private static final int ADDRESS_SIZE = 12;
  // MAX_AUDIT_MESSAGE_LENGTH of include/linux/audit.h is 8970; what is longer is cut by the kernel
  private static final int DATAGRAM = 16 * 1024;
  private static final int WANTED_BUFFER = 8 << 20;

  private final int fd;
  private final int wakeFd;
  private final ByteBuffer datagram = direct(DATAGRAM);
  private final ByteBuffer sender = direct(ADDRESS_SIZE);
  private final ByteBuffer senderLength = direct(4);
  private final ByteBuffer waitedFor = direct(16);

  private AuditSocket(int fd, int wakeFd) {
    this.fd = fd;
    this.wakeFd = wakeFd;
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /**
   * Opens and binds it.
   *
   * @param groups the multicast groups to join, 0 for none
   */
  static AuditSocket open(int groups) throws ErrnoException {
    int fd =
        Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, NETLINK_AUDIT);
    if (fd < 0) {
      throw new ErrnoException();
    }
    if (groups != 0) {
      enlargeBuffer(fd);
    }
    if (Sockets.bind(fd, address(groups), ADDRESS_SIZE) == 0) {
      int wakeFd = Sockets.eventfd(0, LibC.O_CLOEXEC | LibC.O_NONBLOCK);
      if (wakeFd >= 0) {
        return new AuditSocket(fd, wakeFd);
      }
    }
    ErrnoException e = new ErrnoException();
    LibC.close(fd);
    throw e;
  }

  /** As far as net.core.rmem_max goes, or beyond it if CAP_NET_ADMIN allows. */
  private static void enlargeBuffer(int fd) {
    ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    byte[] wanted = size.putInt(WANTED_BUFFER).array();
    if (Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, wanted, 4) != 0) {
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, wanted, 4);
    }
  }

  /** struct sockaddr_nl: u16 family, u16 padding, u32 pid (0 is the kernel's), u32 groups. */
  private static byte[] address(int groups) {
    ByteBuffer address = ByteBuffer.allocate(ADDRESS_SIZE).order(ByteOrder.nativeOrder());
    return address.putShort(0, (short) Sockets.AF_NETLINK).putInt(8, groups).array();
  }

  /** Sends a message to the kernel. */
  void send(byte[] message) throws ErrnoException {
    if (Sockets.sendto(fd, message, message.length, 0, address(0), ADDRESS_SIZE) < 0) {
      throw new ErrnoException();
    }
  }

  /**
   * Waits for a datagram of the kernel's; one that another process sent is passed over.
   *
   * @param timeoutMillis -1 for ever
   * @return what came, valid until the next call; empty if nothing came in time, or {@link #wake}
   *     was called
   */
  ByteBuffer receive(int timeoutMillis) throws ErrnoException {
    while (true) {
      senderLength.putInt(0, ADDRESS_SIZE);
      long length =
          Sockets.recvfrom(fd, datagram, DATAGRAM, Sockets.MSG_DONTWAIT, sender, senderLength);
      if (length < 0) {
        int errno = Errno.last();
        if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
          throw new ErrnoException();
        }
        if (errno == Errno.EAGAIN && !poll(timeoutMillis)) {
          return datagram.position(0).limit(0);
        }
      } else if (senderLength.getInt(0) == ADDRESS_SIZE && sender.getInt(4) == 0) {
        return datagram.position(0).limit((int) length);
      }
    }
  }

  /** False if there is nothing to receive. */
  private boolean poll(int timeoutMillis) throws ErrnoException {
    waitedFor.putInt(0, fd).putShort(4, Sockets.POLLIN).putShort(6, (short) 0);
    waitedFor.putInt(8, wakeFd).putShort(12, Sockets.POLLIN).putShort(14, (short) 0);
    int ready = Sockets.poll(waitedFor, 2, timeoutMillis);
    if (ready < 0) {
      if (Errno.last() == Errno.EINTR) {
        return true;
      }
      throw new ErrnoException();
    }
    return ready > 0 && waitedFor.getShort(14) == 0;
  }

  /** Ends a {@link #receive} that waits, and every later one that would; for any thread. */
  void wake() {
    Sockets.write(wakeFd, new byte[] {1, 1, 1, 1, 1, 1, 1, 1}, 8);
  }

  @Override
  public void close() {
    LibC.close(fd);
    LibC.close(wakeFd);
  }

  /** What a caller is told when the kernel refuses. */
  static IOException refused(String what, int errno, String needed) {
    String why =
        switch (errno) {
          case Errno.EPERM, Errno.EACCES -> "needs " + needed;
          case Errno.EPROTONOSUPPORT -> "this kernel has no audit subsystem";
          case Errno.ECONNREFUSED -> "the kernel's audit subsystem is not for containers";
          default -> "";
        };
    return new IOException(
        what + ": " + Errno.describe(errno) + (why.isEmpty() ? "" : " (" + why + ")"));
  }
}
