package sevol.request.compose;

import java.nio.file.Path;
import java.util.Locale;
import sevol.request.InvalidRequestException;

/** The name of a project: what its volumes' names begin with. */
final class ProjectName {
  private static final String VALID = "[a-z0-9][a-z0-9_-]*";

  private ProjectName() {}

  /**
   * {@code -p}, {@code COMPOSE_PROJECT_NAME}, {@code name:} of the files, the directory's name; the
   * first that there is.
   *
   * @param written {@code name:}, its variables put in; empty if there is none
   */
  static String of(ComposeOptions options, Variables variables, String written, Path directory)
      throws InvalidRequestException {
    String given = options.projectName();
    if (given == null || given.isEmpty()) {
      given = variables.orEmpty("COMPOSE_PROJECT_NAME");
    }
    if (!given.isEmpty()) {
      if (!given.matches(VALID)) {
        throw new InvalidRequestException("the project's name must match " + VALID);
      }
      return given;
    }
    String normal = normal(written);
    if (!normal.isEmpty()) {
      return normal;
    }
    Path last = directory.getFileName();
    normal = normal(last == null ? "" : last.toString());
    if (normal.isEmpty()) {
      throw new InvalidRequestException(
          Shown.path(directory) + ": no project's name can be made of this; give one with -p");
    }
    return normal;
  }

  private static String normal(String name) {
    String valid = name.toLowerCase(Locale.ROOT).replaceAll("[^-_a-z0-9]", "");
    return valid.replaceFirst("^[-_]+", "");
  }
}
