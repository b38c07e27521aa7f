package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import sevol.diagnosis.Cause;
import sevol.report.DenialJson;
import sevol.report.DenialReport;
import sevol.report.DenialText;
import sevol.report.Plain;

/** Explained denials as {@code sevol explain} shows them, and what they come to. */
final class DenialOutput {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean all;
  private final DenialText text = new DenialText();
  private boolean failed;
  private long denied;
  private long onlyLogged;
  private long others;

  /**
   * Shows them.
   *
   * @param json an object a line as they come, not text at the end
   * @param all those of other programs, too
   */
  DenialOutput(PrintWriter out, PrintWriter err, boolean json, boolean all) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.all = all;
  }

  /**
   * Takes one.
   *
   * @throws UncheckedIOException if nobody reads the output any more
   */
  void take(DenialReport report) {
    boolean ofContainer = report.diagnosis().cause() != Cause.NOT_CONTAINER;
    if (!ofContainer) {
      others++;
    } else if (Boolean.TRUE.equals(report.denial().permissive())) {
      onlyLogged++;
    } else {
      denied++;
    }
    if (!ofContainer && !all) {
      return;
    }
    if (!json) {
      text.add(report);
      return;
    }
    try {
      DenialJson.write(out, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (((denied + onlyLogged + others) & 0xff) == 0 && out.checkError()) {
      throw new UncheckedIOException(new IOException("output closed"));
    }
  }

  /** Tells what of a log could not be read. */
  void tally(String name, LogExplainer.Tally tally) {
    if (tally.unreadable() > 0) {
      warn(name + ": denials that could not be read: " + tally.unreadable());
    }
    if (tally.cut() > 0) {
      warn(name + ": lines that were too long and were cut: " + tally.cut());
    }
  }

  /** Something could not be read: the answer is not whole. */
  void failed() {
    failed = true;
  }

  void warn(String message) {
    err.println("sevol: " + Plain.text(message));
  }

  /** Writes what is left to write; gives the exit status. */
  int end() throws IOException {
    if (!json) {
      text.write(out);
      if (denied + onlyLogged == 0) {
        out.println("no denial of a container found" + (failed ? " in what could be read" : ""));
      }
      if (others > 0 && !all) {
        out.println("denials of other programs, which --all shows: " + others);
      }
    }
    if (onlyLogged > 0 && denied == 0) {
      warn("warning: only logged, not refused; an enforcing host would refuse it");
    }
    if (failed) {
      return ExitCode.UNKNOWN;
    }
    return denied > 0 ? ExitCode.DENIED : ExitCode.FINE;
  }
}
