package sevol.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The host's own daemons among the processes that this account may see. Anybody can take a name,
 * and a container may run a docker of its own: it has to be root's, and of this pid namespace.
 */
final class Processes {
  private static final int SMALL = 1 << 16;

  private Processes() {}

  /** True if the process exists and is a daemon of the host of this name (proc_pid_status(5)). */
  static boolean is(HostFacts facts, String pid, String comm) {
    if (!pid.matches("[1-9]\\d{0,9}")
        || !facts.read("/proc/" + pid + "/comm", SMALL).text().strip().equals(comm)) {
      return false;
    }
    List<String> status = facts.read("/proc/" + pid + "/status", SMALL).lines();
    return status.stream().anyMatch(line -> line.matches("Uid:\\s+0\\s.*"))
        && status.stream().noneMatch(line -> line.matches("NSpid:\\s+\\d+\\s+\\d.*"));
  }

  /** The command line of the first daemon of that name, a word each. */
  static Optional<List<String>> commandLine(HostFacts facts, String comm) {
    return find(facts, comm)
        .map(pid -> facts.read("/proc/" + pid + "/cmdline", SMALL).text())
        .map(words -> Arrays.asList(words.split("\0")));
  }

  static Optional<String> find(HostFacts facts, String comm) {
    return facts.list("/proc").stream().filter(pid -> is(facts, pid, comm)).findFirst();
  }
}
