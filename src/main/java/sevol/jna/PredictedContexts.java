package sevol.jna;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sevol.remedy.LocalRule;
import sevol.selinux.FileContexts;

/**
 * The file_contexts of the host with other local rules, read by libselinux itself from a directory
 * of links beside which the local rules lie.
 */
final class PredictedContexts {
  private static final List<String> SAME =
      List.of("", ".bin", ".homedirs", ".homedirs.bin", ".subs", ".subs_dist");

  private PredictedContexts() {}

  /**
   * Opens them.
   *
   * @param real for example {@code /etc/selinux/default/contexts/files/file_contexts}
   * @param local in this order
   */
  static FileContexts open(Path real, List<LocalRule> local) throws IOException {
    Path directory = Files.createTempDirectory("sevol-contexts-");
    try {
      Path file = directory.resolve("file_contexts");
      for (String suffix : SAME) {
        Path target = Path.of(real + suffix);
        if (Files.exists(target)) {
          Files.createSymbolicLink(Path.of(file + suffix), target);
        }
      }
      List<String> lines = new ArrayList<>();
      for (LocalRule rule : local) {
        lines.add(rule.spec() + "\t" + column(rule) + "\t" + rule.context());
      }
      Files.write(Path.of(file + ".local"), lines);
      return NativeFileContexts.openAt(file); // reads all of it, now
    } finally {
      remove(directory);
    }
  }

  /** The column of the file type, file_contexts(5). */
  private static String column(LocalRule rule) {
    return switch (rule.fileType()) {
      case ANY -> "";
      case FILE -> "--";
      case DIR -> "-d";
      case CHR -> "-c";
      case BLK -> "-b";
      case SOCK -> "-s";
      case LINK -> "-l";
      case PIPE -> "-p";
    };
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
