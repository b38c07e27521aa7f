package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {
  @TempDir private Path temp;

  /** A bound datagram socket, as a service manager has one. */
  private static int manager(String address) {
    byte[] path = (address + "\0").getBytes(StandardCharsets.UTF_8);
    int length = path.length;
    if (path[0] == '@') {
      path[0] = 0;
      length--;
    }
    ByteBuffer full = ByteBuffer.allocate(2 + path.length).order(ByteOrder.nativeOrder());
    full.putShort((short) Sockets.AF_UNIX).put(path);
    int fd = Sockets.socket(Sockets.AF_UNIX, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0);
    assertEquals(0, Sockets.bind(fd, full.array(), 2 + length));
    return fd;
  }

  private static String received(int fd) {
    byte[] message = new byte[100];
    long length = LibC.read(fd, message, message.length);
    return new String(message, 0, (int) length, StandardCharsets.UTF_8);
  }

  private static void reaches(String address) throws IOException {
    int fd = manager(address);
    try (NotifySocket socket = NotifySocket.of(address)) {
      assertTrue(socket.present());
      socket.send("READY=1\nSTATUS=é");
      socket.send("WATCHDOG=1");
      assertEquals("READY=1\nSTATUS=é", received(fd));
      assertEquals("WATCHDOG=1", received(fd));
    } finally {
      LibC.close(fd);
    }
  }

  @Test
  void pathIsReached() throws Exception {
    reaches(temp.resolve("notify").toString());
  }

  @Test
  void abstractNameIsReached() throws Exception {
    reaches("@sevol-test-" + ProcessHandle.current().pid());
  }

  @Test
  void withoutAManagerNothingIsSent() throws Exception {
    for (String address : new String[] {null, ""}) {
      try (NotifySocket socket = NotifySocket.of(address)) {
        assertFalse(socket.present());
        socket.send("READY=1");
      }
    }
  }

  @Test
  void managerThatIsGoneIsTold() throws Exception {
    try (NotifySocket socket = NotifySocket.of(temp.resolve("none").toString())) {
      IOException e = assertThrows(IOException.class, () -> socket.send("READY=1"));
      assertEquals("NOTIFY_SOCKET: ENOENT: No such file or directory", e.getMessage());
    }
  }

  @Test
  void addressThatIsNoneIsRefused() {
    for (String address : new String[] {"run/x", "@", "/", "vsock:2:1", "/" + "a".repeat(107)}) {
      assertThrows(IOException.class, () -> NotifySocket.of(address), address);
    }
  }
}
