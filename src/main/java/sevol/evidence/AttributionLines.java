package sevol.evidence;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;

/**
 * Whose each denial was, as the host itself could tell: a line of JSON for each in the order of the
 * log, {@code null} where nothing was proved. Only there can an inode be looked for.
 */
public final class AttributionLines {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String NOTHING = "null";
  private static final int MOST_TEXT = 4096;

  private record Who(@Nullable String engine, @Nullable String id, @Nullable String name) {}

  private record Where(@Nullable String source, @Nullable String destination, boolean readOnly) {}

  private record Line(
      @Nullable Who container,
      @Nullable String containerProof,
      @Nullable Where mount,
      @Nullable String mountProof,
      @Nullable String hostPath,
      @Nullable List<Who> candidates) {}

  private AttributionLines() {}

  /** One line, with its end. */
  public static String write(Attribution a) {
    if (a.equals(Attribution.UNKNOWN)) {
      return NOTHING + "\n";
    }
    Container container = a.container();
    BindMount m = a.mount();
    Path host = a.hostPath();
    return GSON.toJson(
            new Line(
                container == null ? null : who(container),
                a.containerProof(),
                m == null
                    ? null
                    : new Where(m.source().toString(), m.destination().toString(), m.readOnly()),
                a.mountProof(),
                host == null ? null : host.toString(),
                a.candidates().stream().map(AttributionLines::who).toList()))
        + "\n";
  }

  private static Who who(Container c) {
    return new Who(c.engine().command(), c.id(), c.name());
  }

  /**
   * Reads the lines.
   *
   * @throws IOException if a line is none
   */
  public static List<Attribution> read(byte[] lines) throws IOException {
    List<Attribution> all = new ArrayList<>();
    for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
      try {
        Line read = NOTHING.equals(line) ? null : GSON.fromJson(line, Line.class);
        all.add(read == null ? Attribution.UNKNOWN : attribution(read));
      } catch (JsonParseException | IllegalArgumentException e) {
        throw new IOException(
            "damaged: " + Part.ATTRIBUTIONS.file() + ", line " + (all.size() + 1), e);
      }
    }
    return all;
  }

  private static Attribution attribution(Line line) {
    Who who = line.container();
    Where where = line.mount();
    List<Who> candidates = Objects.requireNonNullElse(line.candidates(), List.of());
    return new Attribution(
        who == null ? null : container(who),
        word(line.containerProof()),
        where == null
            ? null
            : new BindMount(path(where.source()), path(where.destination()), where.readOnly()),
        word(line.mountProof()),
        line.hostPath() == null ? null : path(line.hostPath()),
        candidates.stream().map(AttributionLines::container).toList());
  }

  private static Container container(@Nullable Who who) {
    if (who == null || who.engine() == null || who.id() == null || who.id().length() > MOST_TEXT) {
      throw new IllegalArgumentException("no container");
    }
    Engine engine =
        Arrays.stream(Engine.values())
            .filter(e -> e.command().equals(who.engine()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no engine"));
    return new Container(engine, who.id(), word(who.name()), null, null, null, List.of());
  }

  private static @Nullable String word(@Nullable String text) {
    if (text != null && text.length() > MOST_TEXT) {
      throw new IllegalArgumentException("too long");
    }
    return text;
  }

  /** An absolute path of the bundle's host; it is shown, and never looked at. */
  private static Path path(@Nullable String text) {
    if (text == null || !text.startsWith("/") || text.length() > MOST_TEXT) {
      throw new IllegalArgumentException("no absolute path");
    }
    try {
      return Path.of(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path", e);
    }
  }
}
