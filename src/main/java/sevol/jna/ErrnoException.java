package sevol.jna;

/** A system call failed, and the caller decides by errno what that means. */
final class ErrnoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /** With the error of this thread's last native call. */
  ErrnoException() {
    super(null, null, false, false); // short-lived: a walk meets many vanished files
    this.errno = Errno.last();
  }

  int errno() {
    return errno;
  }

  @Override
  public String getMessage() {
    return Errno.describe(errno);
  }
}
