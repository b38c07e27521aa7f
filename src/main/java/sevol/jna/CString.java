package sevol.jna;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** C strings as UTF-8 bytes with their NUL, whatever the encoding of the JVM is. */
final class CString {
  private CString() {}

  /**
   * The text with a NUL at its end.
   *
   * @throws IllegalArgumentException if the text holds a NUL: the library would see another string
   */
  static byte[] of(String text) {
    if (!fits(text)) {
      throw new IllegalArgumentException("NUL in a string: " + text.replace('\0', '?'));
    }
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes with a NUL at their end. */
  static byte[] of(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** True if the text can be a C string. */
  static boolean fits(String text) {
    return text.indexOf('\0') < 0;
  }

  /** What a {@code char *} points at, which stays its owner's; null for NULL. */
  static @Nullable String at(@Nullable Pointer string) {
    return string == null ? null : string.getString(0, "UTF-8");
  }
}
