package sevol.remedy;

/**
 * A remedy could not be planned, applied or undone; the message names the object and the next step.
 */
public final class RemedyException extends Exception {
  private static final long serialVersionUID = 1L;

  public RemedyException(String message) {
    super(message);
  }

  public RemedyException(String message, Throwable cause) {
    super(message, cause);
  }
}
