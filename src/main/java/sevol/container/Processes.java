package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running processes, as {@code /proc} tells of them. */
public final class Processes {
  private static final int MAX_BYTES = 1 << 16;

  /** {@code sysconf(_SC_CLK_TCK)}: 100 in the user-space ABI of every architecture of Linux. */
  private static final long TICKS_PER_SECOND = 100;

  /** The start time is counted in ticks, the boot time is told to a tick. */
  private static final Duration SLACK = Duration.ofMillis(50);

  private final Path proc;
  private final Clock clock;

  /**
   * The processes of a host.
   *
   * @param root what holds {@code proc}: {@code /}, but for tests
   * @param clock the clock that stamps audit events
   */
  public Processes(Path root, Clock clock) {
    this.proc = root.resolve("proc");
    this.clock = clock;
  }

  /**
   * Where a process is in the cgroup tree.
   *
   * @param at when the process was known to run; a process that started later has the same number
   *     by chance and is not believed
   * @return empty if it no longer runs
   */
  Optional<CgroupPlace> cgroup(int pid, @Nullable Instant at) {
    try {
      long before = startTicks(pid);
      String cgroup = read(proc.resolve(pid + "/cgroup"));
      if (before != startTicks(pid) || at == null || started(before).isAfter(at.plus(SLACK))) {
        return Optional.empty();
      }
      return Optional.of(CgroupPlace.of(cgroup));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // it has ended, or is not ours to look at
    }
  }

  /** Field 22 of proc_pid_stat(5); the name in field 2 may hold blanks and parentheses. */
  private long startTicks(int pid) throws IOException {
    String stat = read(proc.resolve(pid + "/stat"));
    String[] after = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (after.length < 20) {
      throw new IOException("unexpected /proc/" + pid + "/stat");
    }
    return Long.parseLong(after[19]);
  }

  private Instant started(long ticks) throws IOException {
    String uptime = read(proc.resolve("uptime"));
    double up = Double.parseDouble(uptime.split(" ", 2)[0]);
    return clock
        .instant()
        .minusMillis((long) (up * 1000))
        .plusMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    }
  }
}
