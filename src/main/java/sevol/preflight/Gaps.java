package sevol.preflight;

import java.util.Optional;
import sevol.diagnosis.TreeScan;

/** What a scan left out, in a sentence, with the way to look at it all the same. */
final class Gaps {
  /** What somebody without root's rights can do. */
  static final String WAY_OUT =
      "run sevol check with sudo (the example sevol-check is a rule for it), or with --quick for the"
          + " verdict on the top alone";

  private Gaps() {}

  /** Empty if nothing was left out. */
  static Optional<String> of(TreeScan scan) {
    if (scan.unreadable() > 0) {
      return Optional.of(
          scan.unreadable()
              + (scan.unreadable() == 1 ? " entry" : " entries")
              + " could not be looked at ("
              + String.join(", ", scan.unreadableExamples())
              + (scan.unreadable() > scan.unreadableExamples().size() ? ", …" : "")
              + "); "
              + WAY_OUT);
    }
    TreeScan.Stop stopped = scan.stopped();
    if (stopped != null) {
      return Optional.of(
          switch (stopped) {
            case TIME ->
                "time ran out after " + scan.entries() + " entries; allow more with --timeout";
            case INTERRUPTED ->
                "interrupted after "
                    + (scan.entries() == 1 ? "1 entry" : scan.entries() + " entries");
            case ENTRIES ->
                scan.entries() == 1
                    ? "only the top was looked at (--quick)"
                    : "only the first " + scan.entries() + " entries were looked at";
          });
    }
    return scan.ungrouped() > 0
        ? Optional.of(
            "more than " + scan.groups().size() + " different labels; the rest was not checked")
        : Optional.empty();
  }
}
