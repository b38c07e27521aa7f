package sevol.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataConsumer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.PackagingException;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveEntry;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarConstants;
import org.vafer.jdeb.utils.MapVariableResolver;

/** Writes the package for Debian and what is made from it, by jdeb. */
final class DebPackage {
  // the licence is in the copyright file
  private static final Set<String> NOT_HERE = Set.of("/usr/share/licenses", "/usr/lib64");

  private DebPackage() {}

  /** Writes {@code sevol_VERSION_ARCHITECTURE.deb}. */
  static void write(
      PackageTree tree, Path control, String version, Architecture architecture, Path target)
      throws IOException, PackagingException {
    List<PackageTree.Entry> entries = tree.entries(architecture, NOT_HERE);
    DebMaker maker = new DebMaker(new Quiet(), List.of(to -> produce(entries, to)), List.of());
    maker.setControl(control.toFile());
    maker.setEncoding(StandardCharsets.UTF_8);
    maker.setResolver(
        new MapVariableResolver(Map.of("version", version, "architecture", architecture.deb)));
    maker.setDeb(target.resolve("sevol_" + version + "_" + architecture.deb + ".deb").toFile());
    maker.setCompression("xz");
    maker.setOutputTimestampMs(tree.time().toEpochMilli());
    maker.validate();
    maker.makeDeb();
  }

  private static void produce(List<PackageTree.Entry> entries, DataConsumer to) throws IOException {
    for (PackageTree.Entry entry : entries) {
      switch (entry.kind()) {
        case DIRECTORY -> to.onEachDir(tar(entry, new TarArchiveEntry(entry.path() + "/")));
        case LINK -> {
          TarArchiveEntry link = new TarArchiveEntry(entry.path(), TarConstants.LF_SYMLINK);
          link.setLinkName(entry.target());
          to.onEachLink(tar(entry, link));
        }
        case FILE -> {
          TarArchiveEntry file = tar(entry, new TarArchiveEntry(entry.path()));
          file.setSize(Files.size(entry.source()));
          try (InputStream in = Files.newInputStream(entry.source())) {
            to.onEachFile(in, file);
          }
        }
        default -> throw new AssertionError(entry);
      }
    }
  }

  private static TarArchiveEntry tar(PackageTree.Entry entry, TarArchiveEntry tar) {
    tar.setMode(entry.mode());
    tar.setIds(0, 0);
    tar.setNames("root", "root");
    return tar;
  }

  /** Only warnings, and those on standard error. */
  private static final class Quiet implements Console {
    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {
      System.err.println(message);
    }
  }
}
