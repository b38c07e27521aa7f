package sevol.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.container.BundleWatch;
import sevol.container.Container;
import sevol.container.DiskInventory;
import sevol.report.Plain;

/** {@code sevol record-containers}: what sevol-containers.service runs, for automatic fixes. */
@Command(
    name = "record-containers",
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Keeps the mounts of the newest containers of root's engines, gone or not, in a file that only"
          + " root can write, so that an automatic fix need not believe the daemon."
          + " sevol-containers.service runs it."
    })
final class RecordContainersCommand implements Callable<Integer> {
  static final String DIRECTORY = "/var/lib/sevol/containers";

  @Spec private CommandSpec spec;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      defaultValue = DIRECTORY,
      description = "Where (default: ${DEFAULT-VALUE}).")
  private Path directory;

  private final Host host;
  private final Path root;

  RecordContainersCommand(Host host) {
    this(host, Path.of("/"));
  }

  RecordContainersCommand(Host host, Path root) {
    this.host = host;
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ContainerRecord record = new ContainerRecord(directory);
    CountDownLatch failed = new CountDownLatch(1);
    try (BundleWatch watch =
        BundleWatch.start(new DiskInventory(root), container -> add(record, container, failed))) {
      host.serviceManager().accept("READY=1\nSTATUS=" + watch.containers().size() + " known");
      failed.await(); // or a signal, which ends the process
    }
    return ExitCode.UNKNOWN;
  }

  private void add(ContainerRecord record, Container container, CountDownLatch failed) {
    try {
      record.add(container);
    } catch (IOException | UncheckedIOException e) {
      String why = Plain.text(OneLineErrors.message(e));
      spec.commandLine().getErr().println("sevol: the record of containers: " + why);
      failed.countDown();
    }
  }
}
