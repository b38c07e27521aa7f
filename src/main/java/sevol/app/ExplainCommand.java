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
import sevol.container.ContainerLabels;
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
      "  sevol explain --bundle build7.tar.gz",
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

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "In place of logs: what sevol collect wrote on another host, with its policy and its"
              + " mounts. It is read by a process of its own that may write nothing.")
  private @Nullable Path bundle;

  @Option(names = "--json", description = "One JSON object a line for each denial, as it is read.")
  private boolean json;

  @Option(names = "--all", description = "Denials of other programs, too.")
  private boolean all;

  private final PolicyLoader policies;

  ExplainCommand(PolicyLoader policies) {
    this.policies = policies;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (bundle != null) {
      if (!files.isEmpty() || !volumes.isEmpty() || policyFile != null) {
        throw new ParameterException(
            spec.commandLine(), "a bundle has logs, mounts and policy of its own: --bundle alone");
      }
      return new BundleChild(out, err).explain(bundle, json, all);
    }
    DenialOutput output = new DenialOutput(out, err, json, all);
    LogExplainer explainer =
        new LogExplainer(mounts()::attribute, policy(), ContainerLabels.DEFAULT, output::take);
    for (String file : inputs()) {
      read(file, explainer, output);
    }
    return output.end();
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

  private static void read(String file, LogExplainer explainer, DenialOutput output) {
    String name = file.equals("-") ? "standard input" : file;
    try (InputStream in = LogFile.open(file)) {
      LogExplainer.Tally tally = explainer.explain(in);
      if (tally.records() == 0 && tally.nulSeen()) {
        throw new IOException("not a text log (it holds NUL bytes and no audit record)");
      }
      output.tally(name, tally);
    } catch (UncheckedIOException e) {
      output.failed(); // the output is gone; Main tells why
    } catch (IOException e) {
      output.failed();
      output.warn(LogFile.describe(name, e));
    }
  }
}
