package sevol.remedy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
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
import sevol.selinux.SecurityContext;

/**
 * The journal of one fix: a line of JSON for what it sets out to do, one for each label before it
 * is changed, and one for each step that is complete. Nothing is changed before the lines that undo
 * it are on disk.
 */
final class UndoJournal implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /**
   * The steps in their order; each means that all before it is done, and all but {@link #RULE} that
   * it is on disk, too.
   */
  enum Step {
    /** The labels that will be changed are noted. */
    JOURNALED,
    /** The rule, or the booleans, are in the policy store. */
    RULE,
    /** Relabelled and verified. */
    DONE,
    /** An undo began. */
    UNDOING,
    /** Everything was given back. */
    UNDONE
  }

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  private UndoJournal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * A new journal, whose file must not exist. Its name is on disk when this returns (fsync(2): that
   * of the file alone does not bring it there), its first line with the first step.
   */
  static UndoJournal create(Path file, FixHeader header) throws IOException {
    UndoJournal journal =
        new UndoJournal(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try {
      journal.write(HeaderJson.write(header) + "\n");
      journal.drain();
      try (FileChannel directory = FileChannel.open(file.resolveSibling("."))) {
        directory.force(true);
      }
      return journal;
    } catch (IOException e) {
      journal.channel.close();
      Files.deleteIfExists(file); // nothing was changed
      throw e;
    }
  }

  /** Opens a journal to add to it, on a line of its own even if the last one is torn. */
  static UndoJournal append(Path file) throws IOException {
    UndoJournal journal = new UndoJournal(FileChannel.open(file, StandardOpenOption.APPEND));
    journal.buffer.put((byte) '\n');
    return journal;
  }

  /** Notes the label that an object has before it is changed. */
  void label(FileStatus status, Relabelled change) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.beginObject();
      json.name("ino").value(status.ino());
      json.name("born").value(status.born());
      json.name("was").value(change.was().toString());
      json.name("to").value(change.to().toString());
      json.name("path").value(status.path());
      json.endObject();
    }
    write(line.append('\n').toString());
  }

  /** Notes a step and waits until everything so far is on disk. */
  synchronized void step(Step step) throws IOException {
    note(step);
    channel.force(true);
  }

  /**
   * Notes a step that may be lost: what came before it can be seen, and is done again if need be.
   */
  synchronized void note(Step step) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("step", step.name());
    write(line + "\n");
    drain();
  }

  private void write(String line) throws IOException {
    write(line.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void write(byte[] bytes) throws IOException {
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
    try {
      writeFully(buffer);
    } finally {
      buffer.clear();
    }
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

  /**
   * What a journal on disk says; a line torn by a power cut is passed over.
   *
   * @param last the last step, empty if not even the old labels were noted
   */
  record Content(FixHeader header, NotedLabels noted, Optional<Step> last) {
    /**
     * Reads a journal.
     *
     * @throws IOException also if the first line is not one of a journal
     */
    static Content of(Path file) throws IOException {
      return read(file, true);
    }

    /** The same without the labels. */
    static Content stepsOf(Path file) throws IOException {
      return read(file, false);
    }

    private static Content read(Path file, boolean labels) throws IOException {
      Step[] last = new Step[1];
      NotedLabels noted = new NotedLabels();
      FixHeader header;
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        header = header(file, reader.readLine());
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (labels || line.startsWith("{\"step\"")) {
            object(line, o -> take(o, noted, last));
          }
        }
      }
      noted.freeze();
      return new Content(header, noted, Optional.ofNullable(last[0]));
    }

    private static void take(JsonObject line, NotedLabels noted, Step[] last) {
      if (line.has("step")) {
        last[0] = Step.valueOf(line.get("step").getAsString());
      } else {
        noted.put(
            line.get("ino").getAsLong(),
            line.get("born").getAsLong(),
            new Relabelled(
                SecurityContext.of(line.get("was").getAsString()),
                SecurityContext.of(line.get("to").getAsString())));
      }
    }

    /** A torn line was not followed by a step: what it speaks of was not changed. */
    private static void object(String line, Consumer<JsonObject> each) {
      try {
        each.accept(JsonParser.parseString(line).getAsJsonObject());
      } catch (JsonParseException | IllegalStateException | NullPointerException torn) {
        return;
      }
    }

    private static FixHeader header(Path file, @Nullable String line) throws IOException {
      try {
        return HeaderJson.read(JsonParser.parseString(String.valueOf(line)).getAsJsonObject());
      } catch (RuntimeException e) {
        throw new IOException(file + ": not a journal of sevol fix", e);
      }
    }
  }
}
