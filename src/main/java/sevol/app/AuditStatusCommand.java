package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.audit.KernelAuditStatus;
import sevol.report.AuditStatusJson;

/**
 * {@code sevol audit-status}: what a root timer asks the kernel for the daemon, which has not the
 * right to.
 */
@Command(
    name = "audit-status",
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Asks the kernel for the status of its audit subsystem (records lost, backlog) and prints it",
      "as JSON. Needs root with CAP_AUDIT_CONTROL. The timer sevol-audit-status.timer runs it."
    })
final class AuditStatusCommand implements Callable<Integer> {
  /** Who is asked. */
  interface Kernel {
    KernelAuditStatus auditStatus() throws IOException;
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Writes it to this file, whole or not at all, for its owner and group to read.")
  private @Nullable Path file;

  private final Kernel kernel;
  private final Clock clock;

  AuditStatusCommand(Kernel kernel, Clock clock) {
    this.kernel = kernel;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    String json = AuditStatusJson.of(kernel.auditStatus(), clock.instant());
    if (file == null) {
      spec.commandLine().getOut().print(json);
    } else {
      replace(file.toAbsolutePath(), json);
    }
    return ExitCode.FINE;
  }

  private static void replace(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.writeString(unfinished, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r-----"));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
