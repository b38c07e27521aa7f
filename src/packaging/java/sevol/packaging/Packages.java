package sevol.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.vafer.jdeb.PackagingException;

/** Writes the packages for every architecture. */
public final class Packages {
  private Packages() {}

  /**
   * Arguments: the tree that becomes {@code /}, {@code src/packaging}, where to write, the version,
   * and the time of the release.
   */
  public static void main(String[] args) throws IOException, PackagingException {
    Path sources = Path.of(args[1]);
    Path target = Files.createDirectories(Path.of(args[2]));
    String version = args[3];
    PackageTree tree = new PackageTree(Path.of(args[0]), Instant.parse(args[4]));
    Changelog changelog = Changelog.read(sources.resolve("changelog"), version);
    if (!changelog.releases().get(0).time().toInstant().equals(tree.time())) {
      throw new IOException("the time of the release is another in the changelog than " + args[4]);
    }
    for (Architecture architecture : Architecture.values()) {
      DebPackage.write(tree, sources.resolve("deb"), version, architecture, target);
      RpmPackage.write(tree, sources.resolve("rpm"), changelog, architecture, target);
    }
  }
}
