package sevol.request.compose;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/**
 * What docker compose is told before its command.
 *
 * @param engine who runs the containers
 * @param directory where compose is run, absolute
 * @param files {@code -f}; if there is none, {@code COMPOSE_FILE} and the default names in the
 *     directory and above it
 * @param envFiles {@code --env-file}; if there is none, {@code .env} in the project directory
 * @param projectDirectory {@code --project-directory}; null for that of the first file
 * @param projectName {@code -p}; null if it is not given
 * @param profiles {@code --profile}
 */
public record ComposeOptions(
    Engine engine,
    Path directory,
    List<Path> files,
    List<Path> envFiles,
    @Nullable Path projectDirectory,
    @Nullable String projectName,
    List<String> profiles) {
  public ComposeOptions {
    files = files.stream().map(directory::resolve).toList();
    envFiles = envFiles.stream().map(directory::resolve).toList();
    projectDirectory =
        projectDirectory == null ? null : directory.resolve(projectDirectory).normalize();
    profiles = List.copyOf(profiles);
  }

  /** Only files, as in {@code docker compose -f FILE…}; none for the default names. */
  public static ComposeOptions of(Engine engine, Path directory, List<Path> files) {
    return new ComposeOptions(engine, directory, files, List.of(), null, null, List.of());
  }
}
