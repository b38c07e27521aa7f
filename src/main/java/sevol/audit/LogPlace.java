package sevol.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin reading among the files of a log.
 *
 * @param part the file
 * @param offset the first byte to read, where a line begins
 * @param lastId the text inside {@code audit(…)} of the last line before it, null if none has one
 * @param after the lines of this file with an id up to this one were read before; null if none were
 * @param certain false if something may have been between the checkpoint and this place
 */
record LogPlace(
    LogFiles.Part part,
    long offset,
    @Nullable String lastId,
    @Nullable EventId after,
    boolean certain) {

  /** Holds several of the longest records. */
  private static final int WINDOW = 128 * 1024;

  /** Behind the last whole line of a file. */
  static LogPlace end(LogFiles.Part part) throws IOException {
    try (FileChannel channel = part.open()) {
      long size = channel.size();
      String window = window(channel, size);
      int line = window.lastIndexOf('\n') + 1;
      long offset = line == 0 && window.length() < size ? size : size - window.length() + line;
      return new LogPlace(part, offset, lastId(window.substring(0, line)), null, true);
    }
  }

  /** A file from its start. */
  static LogPlace start(LogFiles.Part part, boolean certain) {
    return new LogPlace(part, 0, null, null, certain);
  }

  /**
   * The place of a checkpoint. The file with its device and inode is believed only if it has the
   * checkpoint's last line just there: ext4 gives the inode of a deleted file to the next new one.
   * Any other file that has it just there is a copy ({@code copytruncate} of logrotate).
   *
   * @param parts youngest first, at least one
   * @throws NoSuchFileException if one of them was renamed meanwhile
   */
  static LogPlace find(List<LogFiles.Part> parts, Checkpoint from) throws NoSuchFileException {
    FileIdentity file = new FileIdentity(from.device(), from.inode());
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).file().equals(file) && isAt(parts, i, from)) {
        return new LogPlace(parts.get(i), from.offset(), from.lastId(), null, true);
      }
    }
    for (LogFiles.Part part : parts) {
      if (from.offset() > 0 && from.lastId() != null && isBefore(part, from)) {
        return new LogPlace(part, from.offset(), from.lastId(), null, true);
      }
    }
    return after(parts, from.lastId());
  }

  /**
   * The place behind an event when the file that had it is gone: the youngest file that began
   * before it or, if none did, the oldest of all.
   *
   * @throws NoSuchFileException if one of them was renamed meanwhile
   */
  static LogPlace after(List<LogFiles.Part> parts, @Nullable String lastId)
      throws NoSuchFileException {
    EventId last = lastId == null ? null : EventId.parse(lastId);
    if (last != null && last.time() != null) {
      for (LogFiles.Part part : parts) {
        EventId first = firstId(part);
        if (first != null && first.isUpTo(last)) {
          return new LogPlace(part, 0, null, last, true);
        }
      }
    }
    return start(parts.get(parts.size() - 1), false);
  }

  private static boolean isAt(List<LogFiles.Part> parts, int index, Checkpoint from)
      throws NoSuchFileException {
    if (from.offset() > 0 || from.lastId() == null) {
      return isBefore(parts.get(index), from);
    }
    if (index + 1 < parts.size()) { // the last line taken is the last one of the file before
      String last = look(parts.get(index + 1), c -> lastId(window(c, c.size())));
      return from.lastId().equals(last);
    }
    EventId first = firstId(parts.get(index));
    return first == null || !first.isUpTo(EventId.parse(from.lastId()));
  }

  private static boolean isBefore(LogFiles.Part part, Checkpoint from) throws NoSuchFileException {
    return Boolean.TRUE.equals(look(part, channel -> isBefore(channel, from)));
  }

  private static boolean isBefore(FileChannel channel, Checkpoint from) throws IOException {
    if (from.offset() < 0 || from.offset() > channel.size()) {
      return false;
    }
    String window = window(channel, from.offset());
    boolean line = window.isEmpty() || window.endsWith("\n") || from.offset() == channel.size();
    return line && (from.lastId() == null || from.lastId().equals(lastId(window)));
  }

  private static @Nullable EventId firstId(LogFiles.Part part) throws NoSuchFileException {
    String head = look(part, c -> window(c, Math.min(WINDOW, c.size())));
    String id = head == null ? null : EventId.textOf(head);
    return id == null ? null : EventId.parse(id);
  }

  private interface Look<T> {
    @Nullable T at(FileChannel channel) throws IOException;
  }

  /** What cannot be read cannot be recognised: null then. */
  private static <T> @Nullable T look(LogFiles.Part part, Look<T> look) throws NoSuchFileException {
    try (FileChannel channel = part.open()) {
      return look.at(channel);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return null;
    }
  }

  /** The id of the last line of a text that has one. */
  private static @Nullable String lastId(String text) {
    int end = text.length();
    while (end > 0) {
      int start = text.lastIndexOf('\n', end - 1) + 1;
      String id = EventId.textOf(text.substring(start, end));
      if (id != null) {
        return id;
      }
      end = start - 1;
    }
    return null;
  }

  /** What stands before an offset, a char for each byte, as far back as is sensible. */
  private static String window(FileChannel channel, long offset) throws IOException {
    long start = Math.max(0, offset - WINDOW);
    ByteBuffer bytes = ByteBuffer.allocate((int) (offset - start));
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }
}
