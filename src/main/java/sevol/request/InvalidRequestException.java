package sevol.request;

/** A run command or mount specification that its engine would refuse; the message says why. */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message);
  }
}
