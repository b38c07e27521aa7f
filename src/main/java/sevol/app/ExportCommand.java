package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.remedy.AppliedFixes;
import sevol.remedy.ExportContent;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreContent;
import sevol.report.Plain;
import sevol.report.export.ExportFormat;
import sevol.report.export.Exported;

/** {@code sevol export}: the rules that fixes made, for configuration management. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints rules and booleans so that configuration management owns them on a fleet: those that"
          + " sevol fix put into the policy store and that are still there, or with --suggested"
          + " those that it would put. Changes nothing.",
      "The output is sorted, and is the same for the same rules. Whatever a path holds is quoted"
          + " for what reads it; what a format cannot express is told on standard error."
    },
    footerHeading = "%nFormats:%n",
    footer = {
      "  semanage  for semanage import -f FILE. It knows no comments: what to relabel is",
      "            told on standard error. Before 3.7 it fails on rules that are there.",
      "  puppet    a manifest for the module puppet/selinux (Vox Pupuli)",
      "  ansible   tasks for community.general.sefcontext and ansible.posix.seboolean",
      "  cil       a policy module for semodule -i",
      "",
      "Exit status:",
      "  0  exported, also where there was nothing",
      "  1  a path is one that sevol fix refuses",
      "  2  the command line is wrong",
      "  3  something could not be read, or the format cannot express a rule"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Only the rules made for this tree or one in it; with --suggested: the mount's source.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "semanage, puppet, ansible or cil.")
  private ExportFormat format = ExportFormat.SEMANAGE;

  @Option(
      names = "--suggested",
      description =
          "What sevol fix would do: for the PATHs, or without one for the sources of the open"
              + " incidents that the daemon found.")
  private boolean suggested;

  @Option(
      names = "--read-only",
      description = "With --suggested PATH: every container mounts it read-only.")
  private boolean readOnly;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/sevol",
      description = "Directory of undo journals (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of("/var/lib/sevol");

  @Option(
      names = "--ledger",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description = "The daemon's ledger directory (default: ${DEFAULT-VALUE}).")
  private Path ledger = Path.of(IncidentsCommand.STATE);

  private final Host host;

  ExportCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException, RemedyException {
    if (readOnly && (!suggested || paths.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--read-only says how the PATHs of --suggested are mounted");
    }
    Suggestions suggestions = new Suggestions(host, this::tell);
    ExportContent content;
    if (!suggested) {
      content = applied();
    } else if (paths.isEmpty()) {
      content = suggestions.forIncidents(ledger);
    } else {
      content = suggestions.forPaths(paths, readOnly);
    }
    Exported exported = format.write(content);
    spec.commandLine().getOut().print(exported.text());
    spec.commandLine().getOut().flush();
    exported.notes().forEach(spec.commandLine().getErr()::println);
    exported.refused().forEach(line -> tell("left out: " + line));
    return exported.refused().isEmpty() ? suggestions.worst() : ExitCode.UNKNOWN;
  }

  private ExportContent applied() throws IOException, RemedyException {
    List<Path> trees = paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    return AppliedFixes.of(
        state, stored(), path -> trees.isEmpty() || trees.stream().anyMatch(path::startsWith));
  }

  /** What is in the store; null if that cannot be told. */
  private @Nullable StoreContent stored() {
    try {
      return StoreContent.of(host.remedy().store());
    } catch (RemedyException e) {
      tell(
          "the policy store cannot be read, so what was removed since is exported, too: "
              + Plain.text(OneLineErrors.message(e)));
      return null;
    }
  }

  /** One line beside the output; safe for a terminal. */
  private void tell(String line) {
    spec.commandLine().getErr().println("sevol: " + line);
  }
}
