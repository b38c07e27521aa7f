package sevol.evidence;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.selinux.SecurityContext;

/**
 * Containers, a line of JSON for each: what ties a denial to them. Neither arguments nor
 * environment of their processes.
 */
public final class ContainerLines {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private record Bind(String source, String destination, boolean readOnly) {}

  private record Line(
      String engine,
      String id,
      @Nullable String name,
      @Nullable String processLabel,
      @Nullable String mountLabel,
      @Nullable Integer owner,
      List<Bind> mounts) {}

  private ContainerLines() {}

  /** The lines. */
  public static String write(List<Container> containers) {
    StringBuilder text = new StringBuilder();
    for (Container c : containers) {
      List<Bind> mounts =
          c.mounts().stream()
              .map(m -> new Bind(m.source() + "", m.destination() + "", m.readOnly()))
              .toList();
      Line line =
          new Line(
              c.engine().command(),
              c.id(),
              c.name(),
              text(c.processLabel()),
              text(c.mountLabel()),
              c.owner(),
              mounts);
      text.append(GSON.toJson(line)).append('\n');
    }
    return text.toString();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /**
   * Reads the lines.
   *
   * @throws IOException if a line is none
   */
  public static List<Container> read(String lines) throws IOException {
    List<Container> all = new ArrayList<>();
    for (String text : lines.lines().toList()) {
      try {
        all.add(container(GSON.fromJson(text, Line.class)));
      } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
        throw new IOException("damaged: line " + (all.size() + 1) + " of the containers", e);
      }
    }
    return all;
  }

  private static Container container(Line line) {
    return new Container(
        Engine.valueOf(line.engine().toUpperCase(Locale.ROOT)),
        Objects.requireNonNull(line.id()),
        line.name(),
        label(line.processLabel()),
        label(line.mountLabel()),
        null,
        line.mounts().stream()
            .map(m -> new BindMount(Path.of(m.source()), Path.of(m.destination()), m.readOnly()))
            .toList(),
        line.owner());
  }

  private static @Nullable SecurityContext label(@Nullable String text) {
    return text == null ? null : SecurityContext.of(text);
  }
}
