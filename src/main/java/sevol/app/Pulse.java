package sevol.app;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.ledger.Heartbeat;
import sevol.ledger.HeartbeatFile;

/**
 * Tells every ten seconds that the daemon lives and how it is: to whoever asks {@code sevol
 * status}, and to the service manager's watchdog. It is the tail's own thread that beats, so that a
 * tail that hangs is noticed.
 */
final class Pulse {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HeartbeatFile file;
  private final Supplier<Heartbeat> heartbeat;
  private final Consumer<String> serviceManager;
  private final DaemonLog log;
  private final LongSupplier nanoTime;
  private long last;
  private boolean failed;
  private @Nullable String troubles;

  Pulse(
      HeartbeatFile file,
      Supplier<Heartbeat> heartbeat,
      Consumer<String> serviceManager,
      DaemonLog log,
      LongSupplier nanoTime) {
    this.file = file;
    this.heartbeat = heartbeat;
    this.serviceManager = serviceManager;
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /** The first beat: all is set up. */
  void begin() {
    beat();
    serviceManager.accept("READY=1");
  }

  /** Beats if it is time. */
  void turn() {
    if (nanoTime.getAsLong() - last >= PAUSE_NANOS) {
      beat();
    }
  }

  private void beat() {
    last = nanoTime.getAsLong();
    Heartbeat now = heartbeat.get();
    tell(now);
    try {
      file.write(now);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        log.warn("the heartbeat cannot be written, so that status knows nothing: " + why(e));
      }
      failed = true;
    }
    serviceManager.accept("WATCHDOG=1\nSTATUS=" + status(now));
  }

  private static String why(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private static String status(Heartbeat now) {
    String log =
        now.log().follows()
            ? ""
            : ", the log is " + now.log().text().lines().findFirst().orElse("");
    return now.openIncidents() + " incidents open, " + now.containers() + " containers known" + log;
  }

  /** A source that fails or works again is worth a line. */
  private void tell(Heartbeat now) {
    String is =
        now.log().state() == Heartbeat.State.OFF ? now.logPath() + ": " + now.log().text() : null;
    if (!Objects.equals(is, troubles)) {
      if (is == null) {
        log.info(now.logPath() + " is read again");
      } else {
        log.warn(is + "; tried again each second");
      }
    }
    troubles = is;
  }

  /** The last word. */
  void end() {
    serviceManager.accept("STOPPING=1");
  }
}
