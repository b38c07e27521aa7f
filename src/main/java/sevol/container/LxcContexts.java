package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.selinux.SecurityContext;

/**
 * Reader of {@code lxc_contexts}, the file from which engines take their default labels. Read as
 * opencontainers/selinux reads it: {@code key = "context"}, {@code #} and {@code ;} start comments.
 * Aliases are left as written.
 */
public final class LxcContexts {
  private static final int MAX_BYTES = 1 << 16;
  private static final String CONTAINER_SELINUX = "usr/share/containers/selinux/contexts";

  private LxcContexts() {}

  /**
   * The labels that engines use on this host.
   *
   * @param root {@code /}, but for tests
   * @return empty if no policy that knows containers is installed
   * @throws IOException if a file is there and cannot be read
   */
  public static Optional<ContainerLabels> of(Path root) throws IOException {
    Optional<String> text = read(root.resolve(CONTAINER_SELINUX));
    if (text.isEmpty()) {
      Optional<String> type = read(root.resolve("etc/selinux/config")).map(LxcContexts::policyType);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      text = read(root.resolve("etc/selinux").resolve(type.get()).resolve("contexts/lxc_contexts"));
    }
    return text.flatMap(LxcContexts::parse);
  }

  private static Optional<String> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String policyType(String config) {
    String type = settings(config).get("SELINUXTYPE");
    return type == null || type.isEmpty() || type.contains("/") ? null : type;
  }

  /** Reads the text of the file; empty if it lacks the process's or the file's label. */
  public static Optional<ContainerLabels> parse(String text) {
    Map<String, String> settings = settings(text);
    Optional<SecurityContext> process = context(settings.get("process"));
    Optional<SecurityContext> file = context(settings.get("file"));
    if (process.isEmpty() || file.isEmpty()) {
      return Optional.empty();
    }
    SecurityContext readOnly = context(settings.get("ro_file")).orElse(file.get());
    return Optional.of(
        new ContainerLabels(
            process.get(),
            file.get(),
            readOnly,
            context(settings.get("init_process")).orElse(process.get()),
            context(settings.get("kvm_process")).orElse(process.get())));
  }

  private static Optional<SecurityContext> context(@Nullable String text) {
    return text == null ? Optional.empty() : SecurityContext.parse(text);
  }

  private static Map<String, String> settings(String text) {
    Map<String, String> settings = new HashMap<>();
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#' && line.charAt(0) != ';') {
        String value = line.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        settings.put(
            line.substring(0, equals).strip(),
            quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return settings;
  }
}
