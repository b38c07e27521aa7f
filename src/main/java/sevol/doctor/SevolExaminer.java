package sevol.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether the daemon lives, and this account may see what it saw. */
final class SevolExaminer implements Examiner {
  private static final String SUBJECT = "sevol";
  private static final String HEARTBEAT = "/run/sevol/daemon/heartbeat.json";

  /** Six times the daemon's pace. */
  private static final Duration STALE = Duration.ofSeconds(60);

  private final Instant now;

  SevolExaminer(Instant now) {
    this.now = now;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    List<Finding> findings = new ArrayList<>();
    boolean unit =
        facts.exists("/etc/systemd/system/sevol.service")
            || facts.exists("/usr/lib/systemd/system/sevol.service")
            || facts.exists("/lib/systemd/system/sevol.service");
    Optional<String> gid = group(facts);
    boolean seeing = account(facts, gid);
    findings.add(daemon(facts, unit, seeing));
    if (unit && gid.isEmpty()) {
      findings.add(
          Finding.problem(SUBJECT, "there is no group sevol, which the service needs")
              .because("/etc/group")
              .cure(Remedy.run("sudo systemd-sysusers", "sudo systemctl restart sevol")));
    } else if (gid.isPresent() && !seeing) {
      findings.add(
          Finding.note(SUBJECT, "this account may not see incidents and status")
              .because("not root and not in group sevol")
              .cure(
                  Remedy.text("and a new login; the name of the account for NAME:")
                      .then("sudo usermod -aG sevol NAME")));
    }
    return findings;
  }

  private Finding daemon(HostFacts facts, boolean unit, boolean seeing) {
    Optional<Instant> beat = facts.modified(HEARTBEAT);
    if (beat.isPresent()) {
      boolean alive = Duration.between(beat.get(), now).compareTo(STALE) < 0;
      return alive
          ? Finding.ok(SUBJECT, "the daemon is alive")
          : Finding.problem(SUBJECT, "the daemon hangs or was killed: nothing is recorded")
              .because(HEARTBEAT + " was last written at " + beat.get())
              .cure(Remedy.run("sudo systemctl restart sevol", "journalctl -u sevol -n 50"));
    }
    if (!seeing && facts.exists("/run/sevol/daemon")) {
      return Finding.notLookedAt(SUBJECT, HEARTBEAT);
    }
    return unit
        ? Finding.warning(SUBJECT, "the daemon does not run: denials are not recorded")
            .because("no " + HEARTBEAT)
            .cure(Remedy.run("sudo systemctl enable --now sevol"))
        : Finding.note(SUBJECT, "the daemon is not installed: denials are not recorded");
  }

  /** The number of the group, by /etc/group alone. */
  private static Optional<String> group(HostFacts facts) {
    return facts.read("/etc/group").lines().stream()
        .map(line -> line.split(":"))
        .filter(part -> part.length >= 3 && part[0].equals("sevol"))
        .map(part -> part[2])
        .findFirst();
  }

  /** True for root and for members, by the credentials of this process (proc_pid_status(5)). */
  private static boolean account(HostFacts facts, Optional<String> gid) {
    for (String line : facts.read("/proc/self/status").lines()) {
      List<String> part = Arrays.asList(line.split("\\s+", -1));
      if (part.get(0).equals("Uid:") && part.size() > 2 && part.get(2).equals("0")) {
        return true;
      }
      boolean groups = part.get(0).equals("Groups:") || part.get(0).equals("Gid:");
      if (groups && gid.isPresent() && part.subList(1, part.size()).contains(gid.get())) {
        return true;
      }
    }
    return false;
  }
}
