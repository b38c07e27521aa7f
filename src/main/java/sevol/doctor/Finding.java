package sevol.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was found out about the host.
 *
 * @param subject what it is about: {@code SELinux}, {@code auditd}, {@code docker} …
 * @param what one sentence
 * @param evidence where that was read, null where the sentence says it
 * @param remedy what to do; null where nothing has to be done
 */
public record Finding(
    Severity severity,
    String subject,
    String what,
    @Nullable String evidence,
    @Nullable Remedy remedy) {
  private static final String NOT_LOOKED_AT = "not looked at: ";

  static Finding of(Severity severity, String subject, String what) {
    return new Finding(severity, subject, what, null, null);
  }

  static Finding ok(String subject, String what) {
    return of(Severity.OK, subject, what);
  }

  static Finding note(String subject, String what) {
    return of(Severity.NOTE, subject, what);
  }

  static Finding warning(String subject, String what) {
    return of(Severity.WARNING, subject, what);
  }

  static Finding problem(String subject, String what) {
    return of(Severity.PROBLEM, subject, what);
  }

  /** Something that this account may not read. */
  static Finding notLookedAt(String subject, String object) {
    return note(subject, NOT_LOOKED_AT + object + " (this account may not read it)");
  }

  /** True if it tells only of something that this account may not read. */
  public boolean blind() {
    return what.startsWith(NOT_LOOKED_AT);
  }

  Finding because(String told) {
    return new Finding(severity, subject, what, told, remedy);
  }

  Finding cure(Remedy cure) {
    return new Finding(severity, subject, what, evidence, cure);
  }

  /** The same, no worse than this. */
  Finding atMost(Severity worst) {
    return severity.compareTo(worst) <= 0
        ? this
        : new Finding(worst, subject, what, evidence, remedy);
  }
}
