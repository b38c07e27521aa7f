package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import sevol.report.DenialJson;
import sevol.report.DenialReport;
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

  void write(DenialReport incident) {
    try {
      if (json) {
        DenialJson.write(out, incident);
      } else {
        IncidentLine.write(out, incident);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a PrintWriter keeps its errors to itself
    }
    if (out.checkError()) { // flushes, too
      onClosed.run();
    }
  }
}
