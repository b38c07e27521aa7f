package sevol.remedy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;

/**
 * The journal of one fix: a line of JSON for the plan, one for each label before it is changed, and
 * one for each step that is complete. Nothing is changed before the lines that undo it are on disk.
 */
final class UndoJournal implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** The first line: what was planned, and on which object. */
  record Header(
      String id,
      String path,
      long dev,
      long ino,
      String label,
      @Nullable LocalRule rule,
      @Nullable LocalRule replaced) {}

  /** The steps in their order. */
  enum Step {
    JOURNALED,
    RULE,
    DONE,
    UNDONE
  }

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  private UndoJournal(FileChannel channel) {
    this.channel = channel;
  }

  /** A new journal; the file must not exist. */
  static UndoJournal create(Path file, Header header) throws IOException {
    UndoJournal journal =
        new UndoJournal(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    JsonObject line = new JsonObject();
    line.addProperty("journal", 1);
    line.addProperty("id", header.id());
    line.addProperty("path", header.path());
    line.addProperty("dev", header.dev());
    line.addProperty("ino", header.ino());
    line.addProperty("label", header.label());
    add(line, "rule", header.rule());
    add(line, "replaced", header.replaced());
    journal.write(line);
    try (FileChannel directory = FileChannel.open(file.resolveSibling("."))) {
      directory.force(true); // the name itself must survive a power cut
    }
    return journal;
  }

  /** Opens a journal to add steps to it, on a line of their own even if the last one is torn. */
  static UndoJournal append(Path file) throws IOException {
    UndoJournal journal = new UndoJournal(FileChannel.open(file, StandardOpenOption.APPEND));
    journal.buffer.put((byte) '\n');
    return journal;
  }

  private static void add(JsonObject line, String name, @Nullable LocalRule rule) {
    if (rule != null) {
      JsonObject o = new JsonObject();
      o.addProperty("spec", rule.spec());
      o.addProperty("context", rule.context());
      line.add(name, o);
    }
  }

  /** Notes the label that an object has before it is changed. */
  void label(FileStatus status) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("ino", status.ino());
    line.addProperty("was", String.valueOf(status.label()));
    line.addProperty("path", status.path());
    write(line);
  }

  /** Notes a step and waits until everything so far is on disk. */
  void step(Step step) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("step", step.name());
    write(line);
    drain();
    channel.force(true);
  }

  private void write(JsonObject line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (buffer.remaining() < bytes.length) {
      drain();
    }
    if (bytes.length > buffer.capacity()) {
      writeFully(ByteBuffer.wrap(bytes));
    } else {
      buffer.put(bytes);
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    writeFully(buffer);
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      drain();
    }
  }

  /** What a journal on disk says; a line torn by a power cut is passed over. */
  record Content(Header header, InodeLabels was, Optional<Step> last) {

    /**
     * Reads a journal.
     *
     * @throws IOException also if the first line is not one of a journal
     */
    static Content of(Path file) throws IOException {
      Step[] last = new Step[1];
      InodeLabels was = new InodeLabels();
      Header header;
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        header = header(file, reader.readLine());
        lines(
            reader,
            line -> {
              if (line.has("was")) {
                was.put(line.get("ino").getAsLong(), line.get("was").getAsString());
              } else if (line.has("step")) {
                last[0] = Step.valueOf(line.get("step").getAsString());
              }
            });
      }
      was.freeze();
      return new Content(header, was, Optional.ofNullable(last[0]));
    }

    private static void lines(BufferedReader reader, Consumer<JsonObject> each) throws IOException {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        object(line).ifPresent(each);
      }
    }

    private static Optional<JsonObject> object(String line) {
      try {
        return Optional.of(JsonParser.parseString(line).getAsJsonObject());
      } catch (JsonParseException | IllegalStateException torn) {
        return Optional.empty();
      }
    }

    private static Header header(Path file, @Nullable String line) throws IOException {
      try {
        JsonObject o = JsonParser.parseString(String.valueOf(line)).getAsJsonObject();
        return new Header(
            o.get("id").getAsString(),
            o.get("path").getAsString(),
            o.get("dev").getAsLong(),
            o.get("ino").getAsLong(),
            o.get("label").getAsString(),
            rule(o, "rule"),
            rule(o, "replaced"));
      } catch (JsonParseException | IllegalStateException | NullPointerException e) {
        throw new IOException(file + ": not a journal of sevol fix", e);
      }
    }

    private static @Nullable LocalRule rule(JsonObject line, String name) {
      if (!line.has(name)) {
        return null;
      }
      JsonObject o = line.getAsJsonObject(name);
      return new LocalRule(
          o.get("spec").getAsString(), FileType.ANY, o.get("context").getAsString());
    }
  }
}
