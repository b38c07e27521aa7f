package sevol.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.evidence.Bundle;
import sevol.evidence.Part;
import sevol.report.Plain;

/** {@code sevol collect}: the evidence of this host in one file. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Writes what an explanation of this host's denials needs into one file, for somebody else's"
            + " machine: sevol explain --bundle FILE. First it prints what is in it. Arguments and"
            + " environment of processes and containers are left out; names, paths and labels are"
            + " not. For root: of what may not be read, the bundle holds nothing.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  written",
      "  2  the command line is wrong",
      "  3  it could not be written, or a part could not be read, which is named"
    })
final class CollectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.tar.gz", description = "The bundle; it must not be there yet.")
  private Path file = Path.of("");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = Settings.LOG,
      description =
          "The audit log; rotated ones beside it are read, too (default: ${DEFAULT-VALUE}).")
  private Path log = Path.of(Settings.LOG);

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description = "The daemon's ledger directory (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(IncidentsCommand.STATE);

  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = StatusCommand.RUN,
      description = "What holds the daemon's heartbeat (default: ${DEFAULT-VALUE}).")
  private Path run = Path.of(StatusCommand.RUN);

  private final Host host;
  private final DoctorCommand doctor;
  private final InstantSource clock;

  CollectCommand(Host host, DoctorCommand doctor, InstantSource clock) {
    this.host = host;
    this.doctor = doctor;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "is there already");
    }
    Instant now = clock.instant();
    Collector collector = new Collector(host, doctor, new Collector.Places(log, state, run), now);
    Bundle bundle = collector.collect();
    PrintWriter out = spec.commandLine().getOut();
    for (Part part : Part.values()) {
      byte[] content = bundle.get(part).orElse(null);
      if (content != null) {
        out.printf("%-32s %,12d bytes  %s%n", part.file(), content.length, part.text());
      }
    }
    out.flush();
    collector
        .leftOut()
        .forEach(l -> spec.commandLine().getErr().println("sevol: left out: " + Plain.text(l)));
    write(bundle, now);
    out.println("written: " + Plain.text(file.toString()));
    return collector.leftOut().isEmpty() ? ExitCode.FINE : ExitCode.UNKNOWN;
  }

  /** For the owner alone: it tells much of the host. */
  private void write(Bundle bundle, Instant now) throws IOException {
    Set<StandardOpenOption> isNew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (OutputStream out =
        new BufferedOutputStream(
            Channels.newOutputStream(
                Files.newByteChannel(
                    file,
                    isNew,
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))))) {
      bundle.write(out, now);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
