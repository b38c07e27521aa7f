package sevol.app;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevol.jna.NativeHost;
import sevol.jna.NotifySocket;

/**
 * The way to systemd, if it started us. That it cannot be told is no reason to stop: it will notice
 * that nothing comes.
 */
final class ServiceManager implements Consumer<String> {
  private final @Nullable NotifySocket socket;

  ServiceManager(NativeHost host) {
    NotifySocket found = null;
    try {
      found = host.notifySocket(System.getenv("NOTIFY_SOCKET"));
    } catch (IOException e) {
      found = null; // no address of a socket
    }
    socket = found;
  }

  @Override
  public void accept(String assignments) {
    try {
      if (socket != null) {
        socket.send(assignments);
      }
    } catch (IOException e) {
      return; // nobody listens any more
    }
  }
}
