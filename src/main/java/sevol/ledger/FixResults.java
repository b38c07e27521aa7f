package sevol.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevol.ledger.FixResult.State;

/**
 * What came of the newest requests, one for each incident: a file of root's, which the daemon and
 * group sevol may read.
 */
public final class FixResults {
  private static final String FILE = "results.json";
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final int MOST = 1000;
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /** None, and none can be put. */
  public static final FixResults NONE = new FixResults(Path.of("/dev/null"));

  private final Path file;
  private final Map<String, FixResult> results = new LinkedHashMap<>();

  private FixResults(Path file) {
    this.file = file;
  }

  /**
   * Reads them; none where there is no file.
   *
   * @param directory for example {@code /var/lib/sevol/automatic}
   * @throws IOException if the file cannot be read, or is damaged
   */
  public static FixResults read(Path directory) throws IOException {
    FixResults read = new FixResults(directory.resolve(FILE));
    try {
      String text = new String(AtomicFile.read(read.file, MOST_BYTES), StandardCharsets.UTF_8);
      Line[] lines = GSON.fromJson(text, Line[].class);
      if (lines == null || Arrays.asList(lines).contains(null)) {
        throw new JsonParseException("a result is missing");
      }
      for (Line line : lines) {
        FixResult result = line.result();
        read.results.put(result.incident(), result);
      }
    } catch (NoSuchFileException e) {
      return read;
    } catch (JsonParseException | DateTimeException e) {
      throw new DamagedFileException(read.file, "not what sevol-fix.service writes");
    }
    return read;
  }

  /**
   * Those that stand beside a ledger.
   *
   * @param ledger its directory, for example {@code /var/lib/sevol/ledger}
   */
  public static FixResults besides(Path ledger) throws IOException {
    return read(ledger.toAbsolutePath().resolveSibling("automatic"));
  }

  /** Of one incident; null if it was never asked for. */
  public @Nullable FixResult of(String incident) {
    return results.get(incident);
  }

  /** All, the oldest first. */
  public List<FixResult> all() {
    return new ArrayList<>(results.values());
  }

  /** How many fixes were begun or made since an instant, but for one incident's. */
  public long since(Instant from, String but) {
    return results.values().stream()
        .filter(r -> r.state() == State.FIXED || r.state() == State.BEGUN)
        .filter(r -> !r.incident().equals(but) && r.time().isAfter(from))
        .count();
  }

  /** Puts one in the place of the incident's earlier one, on the disk before this returns. */
  public void put(FixResult result) throws IOException {
    results.remove(result.incident());
    results.put(result.incident(), result);
    if (results.size() > MOST) {
      results.remove(results.keySet().iterator().next());
    }
    String text = GSON.toJson(results.values().stream().map(Line::new).toList());
    new AtomicFile(file, true).write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As it stands in the file. */
  private record Line(
      String incident,
      String time,
      State state,
      @Nullable String path,
      String reason,
      @Nullable String fix) {
    Line(FixResult r) {
      this(r.incident(), r.time().toString(), r.state(), r.path(), r.reason(), r.fix());
    }

    FixResult result() {
      if (Stream.of(incident, time, state, reason).anyMatch(Objects::isNull)) {
        throw new JsonParseException("a value is missing");
      }
      return new FixResult(incident, Instant.parse(time), state, path, reason, fix);
    }
  }
}
