package sevol.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevol.audit.LineSplitter;

/**
 * Of an audit log the lines that tell of denials, as they stand there: AVC records, and the SYSCALL
 * record of the same event, which names the program. Arguments (EXECVE, PROCTITLE), paths of other
 * files (PATH, CWD) and the environment are in other records, and stay out.
 */
public final class DenialLines {
  private static final Pattern EVENT =
      Pattern.compile("audit\\((\\d{1,12}\\.\\d{1,3}:\\d{1,20})\\)");
  private static final Pattern DENIAL = Pattern.compile("(^| )type=(AVC|USER_AVC|1400|1107) ");
  private static final Pattern SYSCALL = Pattern.compile("(^| )type=(SYSCALL|1300) ");

  private final int mostEvents;
  private final int mostBytes;
  private final Set<String> events = new LinkedHashSet<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private DenialLines(int mostEvents, int mostBytes) {
    this.mostEvents = mostEvents;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads logs.
   *
   * @param logs the oldest first
   * @param mostEvents of these the newest
   */
  public static byte[] of(List<Path> logs, int mostEvents) throws IOException {
    DenialLines lines = new DenialLines(mostEvents, Part.DENIALS.mostBytes());
    for (Path log : logs) {
      each(log, lines::note);
    }
    for (Path log : logs) {
      each(log, lines::keep);
    }
    return lines.kept.toByteArray();
  }

  private static void each(Path log, Consumer<String> taker) throws IOException {
    LineSplitter lines = new LineSplitter(taker);
    byte[] bytes = new byte[128 * 1024];
    try (InputStream in = Files.newInputStream(log)) {
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        lines.accept(bytes, count);
      }
    }
    lines.finish();
  }

  private void note(String line) {
    if (!line.contains("denied") || !DENIAL.matcher(line).find()) {
      return;
    }
    Matcher event = EVENT.matcher(line);
    if (event.find() && events.add(event.group(1)) && events.size() > mostEvents) {
      events.remove(events.iterator().next());
    }
  }

  private void keep(String line) {
    boolean denial = line.contains("denied") && DENIAL.matcher(line).find();
    if (!denial && !SYSCALL.matcher(line).find()) {
      return;
    }
    Matcher event = EVENT.matcher(line);
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (event.find() && events.contains(event.group(1)) && kept.size() + bytes.length < mostBytes) {
      kept.writeBytes(bytes);
    }
  }
}
