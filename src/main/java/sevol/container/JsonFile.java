package sevol.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * JSON that an engine wrote, perhaps a user's own: size and nesting bounded, links not followed,
 * and a value of an unexpected kind read as if it were absent.
 */
final class JsonFile {
  private static final int MAX_STRING = 4096;

  private JsonFile() {}

  /**
   * Parses a regular file.
   *
   * @throws IOException also if the file is too large or not JSON (perhaps half written: try again)
   */
  static JsonElement read(Path file, int maxBytes) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException(file + ": not a regular file"); // opening a FIFO would hang
    }
    byte[] bytes;
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(maxBytes + 1);
    }
    if (bytes.length > maxBytes) {
      throw new IOException(file + ": larger than " + maxBytes + " bytes");
    }
    return parse(file, bytes);
  }

  /** Parses what was read from a file. */
  static JsonElement parse(Path file, byte[] bytes) throws IOException {
    try {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new IOException(file + ": not JSON", e);
    }
  }

  static JsonObject object(@Nullable JsonElement parent, String key) {
    return member(parent, key) instanceof JsonObject o ? o : new JsonObject();
  }

  static JsonArray array(@Nullable JsonElement parent, String key) {
    return member(parent, key) instanceof JsonArray a ? a : new JsonArray();
  }

  /** A member that is a string of sensible length ({@code PATH_MAX}); else null. */
  static @Nullable String string(@Nullable JsonElement parent, String key) {
    if (!(member(parent, key) instanceof JsonPrimitive p) || !p.isString()) {
      return null;
    }
    String text = p.getAsString();
    return text.isEmpty() || text.length() > MAX_STRING ? null : text;
  }

  private static @Nullable JsonElement member(@Nullable JsonElement parent, String key) {
    return parent instanceof JsonObject o ? o.get(key) : null;
  }
}
