package sevol.jna;

/** A library call failed for a reason that is no answer: its name, its argument, errno. */
public final class NativeCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeCallException(String function, String argument, int errno) {
    super(function + "(" + argument + "): " + Errno.describe(errno));
  }
}
