package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.diagnosis.Cause;
import sevol.report.DenialJson;
import sevol.report.DenialReport;
import sevol.report.DenialText;
import sevol.report.Plain;
import sevol.request.InvalidRequestException;
import sevol.selinux.AccessDecisions;

/** {@code sevol explain}: somebody's log, offline, into causes and remedies. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads a log and tells for each SELinux denial of a container what happened, why, and what"
          + " repairs it. Looks at nothing but the log, so any machine will do.",
      "Exit status: 0 no container was denied, 1 one was, 2 usage, 3 a log could not be read."
    },
    footer = {
      "",
      "Examples:",
      "  ausearch -m avc --raw | sevol explain",
      "  journalctl -b | sevol explain -v /srv/data:/data -",
      "  sevol explain --policy policy.33 --json /var/log/audit/audit.log"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Logs: audit.log, ausearch (raw or -i), journal text, kernel log, a mail that quotes one."
              + " Without FILE, or for -, standard input.")
  private List<String> files = List.of();

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SRC:DST[:OPTS]",
      description =
          "A mount the container had, as given to docker or podman. With it the remedy names the"
              + " directory on the host. May be repeated.")
  private List<String> volumes = List.of();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "A binary policy to ask for the reason: /sys/fs/selinux/policy of the log's host, or"
              + " /etc/selinux/*/policy/policy.*.")
  private @Nullable Path policyFile;

  @Option(names = "--json", description = "One JSON object a line for each denial, as it is read.")
  private boolean json;

  @Option(names = "--all", description = "Denials of other programs, too.")
  private boolean all;

  private final PolicyLoader policies;
  private final DenialText text = new DenialText();
  private boolean failed;
  private long denied;
  private long onlyLogged;
  private long others;

  ExplainCommand(PolicyLoader policies) {
    this.policies = policies;
  }

  @Override
  public Integer call() throws IOException {
    LogExplainer explainer = new LogExplainer(mounts(), policy(), this::take);
    for (String file : inputs()) {
      read(file, explainer);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      text.write(out);
      summary(out);
    }
    if (onlyLogged > 0 && denied == 0) {
      warn("warning: only logged, not refused; an enforcing host would refuse it");
    }
    if (failed) {
      return ExitCode.UNKNOWN;
    }
    return denied > 0 ? ExitCode.DENIED : ExitCode.FINE;
  }

  private GivenMounts mounts() {
    try {
      return GivenMounts.parse(volumes);
    } catch (InvalidRequestException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable AccessDecisions policy() throws IOException {
    return policyFile == null ? null : policies.load(policyFile);
  }

  private List<String> inputs() {
    if (!files.isEmpty()) {
      return files;
    }
    if (LogFile.standardInputIsTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "name a log, or pipe one in: journalctl -b | sevol explain");
    }
    return List.of("-");
  }

  private void read(String file, LogExplainer explainer) {
    String name = file.equals("-") ? "standard input" : file;
    try (InputStream in = LogFile.open(file)) {
      LogExplainer.Tally tally = explainer.explain(in);
      if (tally.records() == 0 && tally.nulSeen()) {
        throw new IOException("not a text log (it holds NUL bytes and no audit record)");
      }
      report(name, tally);
    } catch (UncheckedIOException e) {
      failed = true; // the output is gone; Main tells why
    } catch (IOException e) {
      failed = true;
      warn(LogFile.describe(name, e));
    }
  }

  private void report(String name, LogExplainer.Tally tally) {
    if (tally.unreadable() > 0) {
      warn(name + ": denials that could not be read: " + tally.unreadable());
    }
    if (tally.cut() > 0) {
      warn(name + ": lines that were too long and were cut: " + tally.cut());
    }
  }

  private void take(DenialReport report) {
    boolean ofContainer = report.diagnosis().cause() != Cause.NOT_CONTAINER;
    if (!ofContainer) {
      others++;
    } else if (Boolean.TRUE.equals(report.denial().permissive())) {
      onlyLogged++;
    } else {
      denied++;
    }
    if (!ofContainer && !all) {
      return;
    }
    if (!json) {
      text.add(report);
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      DenialJson.write(out, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (((denied + onlyLogged + others) & 0xff) == 0 && out.checkError()) {
      throw new UncheckedIOException(new IOException("output closed"));
    }
  }

  private void summary(PrintWriter out) {
    if (denied + onlyLogged == 0) {
      out.println("no denial of a container found" + (failed ? " in what could be read" : ""));
    }
    if (others > 0 && !all) {
      out.println("denials of other programs, which --all shows: " + others);
    }
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("sevol: " + Plain.text(message));
  }
}
