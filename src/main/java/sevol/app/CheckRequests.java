package sevol.app;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.DiskTextFiles;
import sevol.request.InvalidRequestException;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.MountSpec;
import sevol.request.RunCommand;
import sevol.request.TextFiles;
import sevol.request.compose.ComposeCommand;
import sevol.request.compose.ComposeOptions;
import sevol.request.compose.ComposeProject;
import sevol.request.quadlet.QuadletUnit;

/** Which containers {@code sevol check} is asked about: by options, a command, or files. */
final class CheckRequests {
  private final @Nullable Engine engine;
  private final Given given;
  private final List<String> words;
  private final Path directory = Path.of("").toAbsolutePath();
  private final Map<String, String> environment;

  /** What the options name. */
  record Given(
      List<String> files,
      List<String> envFiles,
      List<String> volumes,
      List<String> mounts,
      List<String> securityOpts) {
    boolean mountsNamed() {
      return !volumes.isEmpty() || !mounts.isEmpty();
    }
  }

  /**
   * Prepares.
   *
   * @param environment the caller's variables; {@code SUDO_UID} tells for whom root asks
   */
  CheckRequests(
      @Nullable Engine engine, Given given, List<String> words, Map<String, String> environment) {
    this.environment = environment;
    this.engine = engine;
    this.given = given;
    this.words = words;
  }

  List<ContainerRequest> read() throws InvalidRequestException {
    if (engine != null && engine != Engine.DOCKER && engine != Engine.PODMAN) {
      throw new InvalidRequestException("--engine: only docker and podman have such commands");
    }
    if (!given.files.isEmpty()) {
      return ofFiles();
    }
    if (!given.envFiles.isEmpty()) {
      throw new InvalidRequestException("--env-file is for compose files; name them with -f");
    }
    if (words.isEmpty() && !given.mountsNamed()) {
      throw new InvalidRequestException(
          "name a mount, as in -v /srv/data:/data, a command, as in -- docker run …, or a compose"
              + " file or quadlet with -f");
    }
    if (!words.isEmpty() && !given.securityOpts.isEmpty()) {
      throw new InvalidRequestException("--security-opt: put it into the command after --");
    }
    List<String> compose = ComposeWords.of(words);
    if (!compose.isEmpty()) {
      Engine by = ComposeWords.engine(words);
      checkEngine(by);
      return ComposeCommand.parse(by, compose, directory).requests(environment, disk());
    }
    return List.of(ofCommand());
  }

  private List<ContainerRequest> ofFiles() throws InvalidRequestException {
    if (given.mountsNamed() || !given.securityOpts.isEmpty()) {
      throw new InvalidRequestException(
          "-f: the files say which mounts there are; no -v beside it");
    }
    List<Path> paths = new ArrayList<>();
    for (String file : given.files) {
      paths.add(path(file));
    }
    if (given.files.get(0).endsWith(".container")) {
      List<ContainerRequest> units = new ArrayList<>();
      for (Path unit : paths) {
        units.add(QuadletUnit.read(unit, QuadletManager.of(environment), disk()));
      }
      return units;
    }
    List<Path> variables = new ArrayList<>();
    for (String file : given.envFiles) {
      variables.add(path(file));
    }
    ComposeOptions options =
        new ComposeOptions(
            engine == null ? Engine.DOCKER : engine,
            directory,
            paths,
            variables,
            null,
            null,
            List.of());
    return ComposeProject.read(options, environment, disk()).requests(words);
  }

  private Path path(String file) throws InvalidRequestException {
    try {
      return file.equals("-") ? StandardInputFile.PATH : directory.resolve(file);
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("no path can hold \"" + file + "\"");
    }
  }

  /** Under sudo a compose file of root's could be read to somebody who may not. */
  private TextFiles disk() throws InvalidRequestException {
    String caller = environment.getOrDefault("SUDO_UID", "0");
    TextFiles files = caller.equals("0") ? new DiskTextFiles() : new NoFiles();
    return new StandardInputFile(files, System.in);
  }

  /** What root reads for somebody else: nothing. */
  private static final class NoFiles implements TextFiles {
    @Override
    public String read(Path file) throws IOException {
      throw new IOException(
          "under sudo no files are read for others; use: docker compose config | sudo sevol check"
              + " -f -");
    }

    @Override
    public boolean exists(Path file) {
      return false;
    }

    @Override
    public List<Path> list(Path directory) {
      return List.of();
    }
  }

  private void checkEngine(Engine named) throws InvalidRequestException {
    if (engine != null && engine != named) {
      throw new InvalidRequestException(
          "--engine " + engine.command() + " and a " + named.command() + " command");
    }
  }

  /** A run command, and mounts beside it, as one. */
  private ContainerRequest ofCommand() throws InvalidRequestException {
    Engine chosen = engine == null ? Engine.DOCKER : engine;
    ContainerRequest run =
        new ContainerRequest(
            "check",
            chosen,
            List.of(),
            List.of(),
            words.isEmpty()
                ? LabelOptions.of(chosen, given.securityOpts, false, false, null)
                : LabelOptions.none(chosen),
            List.of());
    if (!words.isEmpty()) {
      run = RunCommand.parse(words, directory);
      checkEngine(run.engine());
    }
    List<MountRequest> all = new ArrayList<>(run.mounts());
    for (String volume : given.volumes) {
      all.add(GivenMounts.mount(run.engine(), volume));
    }
    for (String mount : given.mounts) {
      all.add(MountSpec.parse(run.engine(), mount, directory));
    }
    return new ContainerRequest(
        run.subject(), run.engine(), all, run.volumesFrom(), run.labels(), run.notes());
  }
}
