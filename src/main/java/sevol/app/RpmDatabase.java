package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sevol.doctor.RpmQuery;

/** Asks {@code rpm -q}, which needs no root, and waits for it no longer than a few seconds. */
final class RpmDatabase implements RpmQuery {
  private static final Path RPM = Path.of("/usr/bin/rpm");
  private static final int SECONDS = 5;

  /** What a pipe holds, pipe(7): rpm can write this much before anybody reads. */
  private static final int MAX_OUTPUT = 1 << 16;

  @Override
  public List<String> versions(List<String> names) {
    if (!Files.isExecutable(RPM)) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(List.of(RPM.toString(), "-q", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\\n"));
    command.addAll(names);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    try {
      Process process = builder.start();
      try (InputStream answer = process.getInputStream()) {
        process.getOutputStream().close();
        return process.waitFor(SECONDS, TimeUnit.SECONDS)
            ? new String(answer.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8).lines().toList()
            : List.of();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
