package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.doctor.Doctor;
import sevol.doctor.Finding;
import sevol.doctor.HostFacts;
import sevol.doctor.Libraries;
import sevol.doctor.Policy;
import sevol.doctor.RpmQuery;
import sevol.doctor.Severity;
import sevol.jna.NativeLibraries;
import sevol.report.DoctorJson;
import sevol.report.DoctorText;

/** {@code sevol doctor}: why denials may be invisible here, or sevol blind. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Examines this host and tells why denials may be invisible, containers not confined or sevol"
          + " blind: mode and policy, silent denials, auditd and its rules, what the kernel drops,"
          + " each engine's SELinux setting, known relabel bugs of installed versions, missing"
          + " libraries. Each finding comes with its remedy; nothing is changed, and no engine is"
          + " asked."
    },
    footer = {
      "",
      "Needs no root; what may not be read is said, and 'sudo sevol doctor' looks at it, too.",
      "A note needs no action, a warning costs denials or confinement under circumstances, a problem"
          + " always.",
      "",
      "Exit status: 0 nothing worse than a note, 1 warnings or problems, 2 usage, 3 nothing could be"
          + " told."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Host host;
  private final HostFacts facts;
  private final Supplier<NativeLibraries> libraries;
  private final RpmQuery rpm;

  @Spec private CommandSpec spec;

  @Option(
      names = "--json",
      description =
          "One JSON object a line for each finding: severity (ok, note, warning, problem), subject,"
              + " what, evidence, remedy (text, commands as arrays of arguments).")
  private boolean json;

  DoctorCommand(Host host, HostFacts facts, Supplier<NativeLibraries> libraries, RpmQuery rpm) {
    this.host = host;
    this.facts = facts;
    this.libraries = libraries;
    this.rpm = rpm;
  }

  /** The findings, an object a line. */
  String json() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings()) {
      DoctorJson.write(finding, text);
    }
    return text.toString();
  }

  private List<Finding> findings() {
    Policy policy = new Policy(host.mode(), host.decisions(), host.labels());
    NativeLibraries loaded = libraries.get();
    Doctor doctor =
        new Doctor(
            facts,
            policy,
            new Libraries(loaded.selinux(), loaded.sepolNewest(), loaded.semanage()),
            rpm,
            Instant.now());
    return doctor.examine();
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = findings();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      for (Finding finding : findings) {
        DoctorJson.write(finding, out);
      }
    } else {
      DoctorText.write(findings, out);
    }
    boolean fine = findings.stream().allMatch(f -> f.severity().compareTo(Severity.WARNING) < 0);
    return fine ? ExitCode.FINE : ExitCode.DENIED;
  }
}
