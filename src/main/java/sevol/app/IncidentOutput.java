package sevol.app;

import java.io.PrintWriter;
import sevol.report.IncidentLine;

/** Where incidents are written, each at once; the daemon ends when nobody reads them any more. */
final class IncidentOutput {
  private final PrintWriter out;
  private final boolean json;
  private final Runnable onClosed;

  IncidentOutput(PrintWriter out, boolean json, Runnable onClosed) {
    this.out = out;
    this.json = json;
    this.onClosed = onClosed;
  }

  void write(IncidentLine incident) {
    out.println(json ? incident.json() : incident.text());
    if (out.checkError()) { // flushes, too
      onClosed.run();
    }
  }
}
