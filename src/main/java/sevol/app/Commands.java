package sevol.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import sevol.doctor.DiskFacts;
import sevol.jna.NativeHost;
import sevol.jna.NativeLibraries;
import sevol.jna.PolicyFile;

/**
 * The command tree. picocli takes some milliseconds for each command, so a run gets its own only.
 */
final class Commands {
  private final Map<String, Supplier<Object>> all = new LinkedHashMap<>();

  /** Commands on a host, in the order in which a help text names them. */
  Commands(Host host) {
    // a run command after the first word is not ours to read
    all.put("check", () -> new CommandLine(new CheckCommand(host)).setStopAtPositional(true));
    all.put("explain", () -> new ExplainCommand(PolicyFile::open));
    all.put("fix", () -> new FixCommand(host));
    all.put("export", () -> new ExportCommand(host));
    all.put("daemon", () -> new DaemonCommand(host));
    all.put("incidents", IncidentsCommand::new);
    all.put("status", () -> new StatusCommand(InstantSource.system()));
    all.put("metrics", () -> new MetricsCommand(InstantSource.system()));
    all.put("doctor", () -> doctor(host));
    all.put("collect", () -> new CollectCommand(host, doctor(host), InstantSource.system()));
    all.put(ReadBundleCommand.NAME, ReadBundleCommand::new);
    all.put("auto-fix", () -> new AutoFixCommand(host));
    all.put("record-containers", () -> new RecordContainersCommand(host));
    all.put(
        "audit-status",
        () -> new AuditStatusCommand(() -> NativeHost.open().auditStatus(), Clock.systemUTC()));
  }

  private static DoctorCommand doctor(Host host) {
    return new DoctorCommand(
        host, new DiskFacts(Path.of("/")), NativeLibraries::probe, new RpmDatabase());
  }

  /** The tree with all of them, or with the one that the first word names. */
  CommandLine tree(String... args) {
    CommandLine root = new CommandLine(new RootCommand());
    Supplier<Object> named = args.length == 0 ? null : all.get(args[0]);
    if (named != null) {
      root.addSubcommand(args[0], named.get());
    } else {
      root.addSubcommand(new CommandLine.HelpCommand());
      all.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
    return root.setExpandAtFiles(false) // an argument may begin with @
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new OneLineErrors())
        .setExecutionExceptionHandler(new OneLineErrors());
  }
}
