package sevol.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sevol}: names the subcommands. */
@Command(
    name = "sevol",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Tells why a container may not use a bind mount under SELinux, and repairs the label.")
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: check, explain, fix, export, daemon, incidents, status,"
            + " metrics, doctor or collect");
  }
}
