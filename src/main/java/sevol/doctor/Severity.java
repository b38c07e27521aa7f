package sevol.doctor;

import java.util.Locale;

/** How much a finding matters, mildest first. */
public enum Severity {
  /** As it should be. */
  OK,
  /** Worth knowing; nothing has to be done. */
  NOTE,
  /** Denials are lost, or containers are not confined, under circumstances. */
  WARNING,
  /** Denials are not seen, or containers cannot work. */
  PROBLEM;

  /** The word for programs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
