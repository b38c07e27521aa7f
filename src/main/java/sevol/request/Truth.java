package sevol.request;

import java.util.Optional;

/** Truth values as Go's {@code strconv.ParseBool} reads them. */
final class Truth {
  private Truth() {}

  /** Empty if it is neither. */
  static Optional<Boolean> of(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
