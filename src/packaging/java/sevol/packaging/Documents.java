package sevol.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import picocli.AutoComplete;
import picocli.CommandLine;
import sevol.app.Main;

/** Writes man pages, completion and changelog into the tree, from the commands as they are. */
public final class Documents {
  private static final String COMMAND = ".\\\" command ";
  private final CommandLine sevol = Main.commandLine();
  private final Path sources;
  private final Path tree;
  private final String version;
  private final LocalDate date;
  private final Set<String> told = new TreeSet<>();

  private Documents(Path sources, Path tree, String version, LocalDate date) {
    this.sources = sources;
    this.tree = tree;
    this.version = version;
    this.date = date;
  }

  /** Arguments: {@code src/packaging}, the tree, the version, and the time of the release. */
  public static void main(String[] args) throws IOException {
    LocalDate date = LocalDate.ofInstant(Instant.parse(args[3]), ZoneOffset.UTC);
    Documents documents = new Documents(Path.of(args[0]), Path.of(args[1]), args[2], date);
    documents.manPages();
    documents.completion();
    documents.changelog();
  }

  private void manPages() throws IOException {
    try (Stream<Path> pages = Files.list(sources.resolve("man"))) {
      for (Path page : pages.sorted().toList()) {
        String name = page.getFileName().toString();
        String section = name.substring(name.lastIndexOf('.') + 1);
        compress("usr/share/man/man" + section + "/" + name + ".gz", page(page));
      }
    }
    sevol.getSubcommands().forEach(this::isToldOf);
  }

  private void isToldOf(String name, CommandLine command) {
    if (!told.contains(name) && !command.getCommandSpec().usageMessage().hidden()) {
      throw new IllegalStateException("no man page tells of the command " + name);
    }
  }

  /** A line {@code .\" command NAME} becomes what is known of that command. */
  private String page(Path file) throws IOException {
    StringBuilder page = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(COMMAND)) {
        page.append(Roff.of(command(line.substring(COMMAND.length()))));
      } else {
        page.append(line.replace("@VERSION@", version).replace("@DATE@", date.toString()));
        page.append('\n');
      }
    }
    return page.toString();
  }

  private CommandLine command(String name) {
    CommandLine plugin = Main.plugin();
    CommandLine command =
        name.equals(plugin.getCommandName()) ? plugin : sevol.getSubcommands().get(name);
    if (command == null) {
      throw new IllegalArgumentException("no command " + name);
    }
    told.add(name);
    return command;
  }

  private void completion() throws IOException {
    Path file = tree.resolve("usr/share/bash-completion/completions/sevol");
    Files.createDirectories(file.getParent());
    // no program, and nothing of the day of the build
    List<String> lines =
        AutoComplete.bash("sevol", sevol)
            .lines()
            .filter(line -> !line.startsWith("#!") && !line.startsWith("# Generated"))
            .toList();
    Files.write(file, lines);
  }

  private void changelog() throws IOException {
    String changelog = Files.readString(sources.resolve("changelog"));
    compress("usr/share/doc/sevol/changelog.gz", changelog);
  }

  private void compress(String path, String text) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    GzipParameters best = new GzipParameters();
    best.setCompressionLevel(9);
    best.setOperatingSystem(3);
    try (OutputStream out = new GzipCompressorOutputStream(Files.newOutputStream(file), best)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
