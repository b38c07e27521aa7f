package sevol.app;

import java.util.ArrayList;
import java.util.List;
import sevol.audit.EventAssembler;
import sevol.audit.RecordReader;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/** Live lines of an audit log into denials. */
final class LogDenials {
  private final List<Denial> complete = new ArrayList<>();
  private final EventAssembler events =
      new EventAssembler(event -> complete.addAll(AvcReader.read(event)));
  private final RecordReader records = new RecordReader(events::accept);

  /** Takes the next line; gives the denials that are complete now. */
  List<Denial> accept(String line) {
    records.accept(line);
    return take();
  }

  /** Gives what would wait for further records of its event: none come. */
  List<Denial> flush() {
    records.finish();
    events.finish();
    return take();
  }

  private List<Denial> take() {
    List<Denial> taken = List.copyOf(complete);
    complete.clear();
    return taken;
  }
}
