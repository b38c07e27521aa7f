package sevol.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON file that this program wrote itself: a member that is missing, or of another
 * kind than was written, is damage and throws {@link JsonParseException}.
 */
final class StrictObject {
  private final JsonObject object;

  private StrictObject(JsonElement element) {
    if (!(element instanceof JsonObject o)) {
      throw new JsonParseException("not an object");
    }
    object = o;
  }

  /** Parses a text that is one object and nothing else. */
  static StrictObject parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    StrictObject parsed = new StrictObject(JsonParser.parseReader(reader));
    try {
      if (reader.peek() != com.google.gson.stream.JsonToken.END_DOCUMENT) {
        throw new JsonParseException("more than one object");
      }
    } catch (java.io.IOException e) {
      throw new JsonParseException(e);
    }
    return parsed;
  }

  private JsonElement member(String key) {
    JsonElement element = object.get(key);
    if (element == null) {
      throw new JsonParseException("no " + key);
    }
    return element;
  }

  private <T> @Nullable T orNull(String key, Function<String, T> read) {
    return member(key) instanceof JsonNull ? null : read.apply(key);
  }

  private static String text(JsonElement element) {
    if (!(element instanceof JsonPrimitive p) || !p.isString()) {
      throw new JsonParseException("not a string: " + element);
    }
    return p.getAsString();
  }

  private static long number(JsonElement element) {
    if (!(element instanceof JsonPrimitive p) || !p.isNumber()) {
      throw new JsonParseException("not a number: " + element);
    }
    try {
      return Long.parseLong(p.getAsString());
    } catch (NumberFormatException e) {
      throw new JsonParseException("not a whole number: " + element, e);
    }
  }

  String text(String key) {
    return text(member(key));
  }

  @Nullable String textOrNull(String key) {
    return orNull(key, this::text);
  }

  long number(String key) {
    return number(member(key));
  }

  @Nullable Long numberOrNull(String key) {
    return orNull(key, this::number);
  }

  boolean flag(String key) {
    if (!(member(key) instanceof JsonPrimitive p) || !p.isBoolean()) {
      throw new JsonParseException(key + ": neither true nor false");
    }
    return p.getAsBoolean();
  }

  Instant time(String key) {
    try {
      return Instant.parse(text(key));
    } catch (DateTimeException e) {
      throw new JsonParseException(key + ": not a time", e);
    }
  }

  @Nullable Instant timeOrNull(String key) {
    return orNull(key, this::time);
  }

  StrictObject object(String key) {
    return new StrictObject(member(key));
  }

  @Nullable StrictObject objectOrNull(String key) {
    return orNull(key, this::object);
  }

  List<StrictObject> objects(String key) {
    return list(member(key), StrictObject::new);
  }

  List<String> texts(String key) {
    return list(member(key), StrictObject::text);
  }

  List<List<Long>> numberLists(String key) {
    return list(member(key), inner -> list(inner, StrictObject::number));
  }

  List<List<String>> textLists(String key) {
    return list(member(key), inner -> list(inner, StrictObject::text));
  }

  private static <T> List<T> list(JsonElement element, Function<JsonElement, T> read) {
    if (!(element instanceof JsonArray array)) {
      throw new JsonParseException("not an array");
    }
    List<T> all = new ArrayList<>(array.size());
    for (JsonElement each : array) {
      all.add(read.apply(each));
    }
    return all;
  }
}
