package sevol.evidence;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;

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
}
