package sevol.remedy;

import java.io.IOException;

/** Somebody asked to stop, and it was stopped between two objects. */
final class StoppedException extends IOException {
  private static final long serialVersionUID = 1;

  StoppedException() {
    super("stopped as asked");
  }
}
