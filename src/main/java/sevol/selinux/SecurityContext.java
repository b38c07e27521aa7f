package sevol.selinux;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A security context {@code user:role:type[:range]}. Split at the first three colons only, since
 * the range holds colons of its own. User and role are null in contexts that a paste cut short
 * ({@code container_t:s0:c1,c2}); {@link #toString} always gives back what was parsed.
 */
public record SecurityContext(
    @Nullable String user, @Nullable String role, String type, @Nullable String range) {

  /**
   * Reads a context as the kernel, an xattr or a log prints it; a trailing NUL is allowed.
   *
   * @return empty where no type can be told
   */
  public static Optional<SecurityContext> parse(String text) {
    String s = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    String[] part = s.split(":", 4);
    if (s.isEmpty() || part[0].isEmpty()) {
      return Optional.empty();
    }
    if (part.length == 1 || Level.looksLikeLevel(part[1])) {
      String range = part.length == 1 ? null : s.substring(part[0].length() + 1);
      return Optional.of(new SecurityContext(null, null, part[0], range));
    }
    if (part.length < 3 || part[2].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SecurityContext(part[0], part[1], part[2], part.length == 4 ? part[3] : null));
  }

  /** {@link #parse} for text that the program itself wrote or the kernel gave. */
  public static SecurityContext of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a security context: " + text));
  }

  /** The range as levels; empty for a non-MLS context or a range translated by mcstransd. */
  public Optional<LevelRange> levels() {
    return range == null ? Optional.empty() : LevelRange.parse(range);
  }

  /** The same context with another type. */
  public SecurityContext withType(String other) {
    return new SecurityContext(user, role, other, range);
  }

  /** The same context with another range, for example {@code s0:c1,c2}. */
  public SecurityContext withRange(@Nullable String other) {
    return new SecurityContext(user, role, type, other);
  }

  /** True for the context of an object ({@code object_r}), false for one of a process. */
  public boolean isObject() {
    return "object_r".equals(role);
  }

  // Written out, as hashCode: what a record is given is made of method handles at every start,
  // which the compiler for short runs does not inline; and a walk compares labels all the time.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SecurityContext c
            && type.equals(c.type)
            && Objects.equals(range, c.range)
            && Objects.equals(user, c.user)
            && Objects.equals(role, c.role));
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Objects.hashCode(range);
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    if (user != null) {
      s.append(user).append(':').append(role).append(':');
    }
    s.append(type);
    if (range != null) {
      s.append(':').append(range);
    }
    return s.toString();
  }
}
