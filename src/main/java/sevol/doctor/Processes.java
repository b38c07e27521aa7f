package sevol.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The processes that this account may see. */
final class Processes {
  private static final int SMALL = 1 << 16;

  private Processes() {}

  /** True if the process exists and has this name ({@code /proc/PID/comm}). */
  static boolean is(HostFacts facts, String pid, String comm) {
    return pid.matches("[1-9]\\d{0,9}")
        && facts.read("/proc/" + pid + "/comm", SMALL).text().strip().equals(comm);
  }

  /** The command line of the first process of that name, a word each. */
  static Optional<List<String>> commandLine(HostFacts facts, String comm) {
    return find(facts, comm)
        .map(pid -> facts.read("/proc/" + pid + "/cmdline", SMALL).text())
        .map(words -> Arrays.asList(words.split("\0")));
  }

  static Optional<String> find(HostFacts facts, String comm) {
    return facts.list("/proc").stream().filter(pid -> is(facts, pid, comm)).findFirst();
  }
}
