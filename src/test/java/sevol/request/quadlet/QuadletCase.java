package sevol.request.quadlet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.compose.FakeFiles;
import sevol.request.compose.Listing;

/** A case of {@code src/test/resources/quadlet}: units and what the first of them asks for. */
record QuadletCase(String name, Path unit, FakeFiles files, String expected) {
  static final Path DIRECTORY = Path.of("src/test/resources/quadlet");

  static List<QuadletCase> all() throws IOException {
    List<QuadletCase> cases = new ArrayList<>();
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".txt")).sorted().toList()) {
        cases.add(read(path));
      }
    }
    return cases;
  }

  private static QuadletCase read(Path path) throws IOException {
    String[] halves = Files.readString(path).split("\n===\n", 2);
    String[] parts = halves[0].split("\n--- ", -1);
    FakeFiles files = new FakeFiles();
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String[] file = part.split("\n", 2);
      files.with("/units/" + file[0], file[1] + "\n");
    }
    return new QuadletCase(
        path.getFileName().toString().replace(".txt", ""),
        Path.of("/units", parts[1].split("\n", 2)[0]),
        files,
        halves[1]);
  }

  ContainerRequest request() throws InvalidRequestException {
    return QuadletUnit.read(unit, QuadletHost.system(), files);
  }

  /** The listing, or the error. */
  String outcome() {
    try {
      return Listing.of(List.of(request()));
    } catch (InvalidRequestException e) {
      return "error: " + e.getMessage() + "\n";
    }
  }

  /** What the generator made of it. */
  String recorded() throws IOException {
    return Files.readString(DIRECTORY.resolve("recorded").resolve(name + ".txt")).strip();
  }

  @Override
  public String toString() {
    return name;
  }
}
