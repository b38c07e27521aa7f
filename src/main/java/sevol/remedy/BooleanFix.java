package sevol.remedy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sevol.remedy.FixHeader.BooleanChange;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.BooleanValue;

/** The transaction that sets booleans. Every part can be done again. */
final class BooleanFix {
  private final RemedyHost host;
  private final FixHeader header;
  private final UndoJournal journal;

  BooleanFix(RemedyHost host, FixHeader header, UndoJournal journal) {
    this.host = host;
    this.header = header;
    this.journal = journal;
  }

  /** What the booleans are now, and shall be. */
  static List<BooleanChange> changes(RemedyHost host, List<BooleanValue> set)
      throws RemedyException {
    Map<String, Boolean> active = host.booleans().active();
    Map<String, Boolean> stored = host.store().booleans();
    List<BooleanChange> changes = new ArrayList<>();
    for (BooleanValue value : set) {
      Boolean now = active.get(value.name());
      if (now == null) {
        throw new RemedyException(value.name() + ": the loaded policy has no such boolean");
      }
      changes.add(new BooleanChange(value.name(), value.value(), now, stored.get(value.name())));
    }
    return changes;
  }

  Applied run() throws IOException, RemedyException {
    journal.step(Step.JOURNALED);
    List<BooleanValue> set =
        header.booleans().stream().map(c -> new BooleanValue(c.name(), c.to())).toList();
    host.store().change(new StoreChange(List.of(), List.of(), set, List.of()));
    journal.note(Step.RULE);
    Map<String, Boolean> active = host.booleans().active();
    for (BooleanValue value : set) {
      if (!Boolean.valueOf(value.value()).equals(active.get(value.name()))) {
        throw new IOException(value.name() + ": is not " + value + " in the loaded policy");
      }
    }
    host.store().sync();
    journal.step(Step.DONE);
    return new Applied(header.id(), 0, List.of());
  }

  /** Gives the values back, where they are still those that were set. */
  static void undo(RemedyHost host, FixHeader header, List<String> notes)
      throws IOException, RemedyException {
    Map<String, Boolean> active = host.booleans().active();
    Map<String, Boolean> stored = host.store().booleans();
    List<BooleanValue> set = new ArrayList<>();
    List<BooleanValue> forget = new ArrayList<>();
    for (BooleanChange change : header.booleans()) {
      Boolean to = change.to();
      boolean ours = to.equals(stored.get(change.name())) && to.equals(active.get(change.name()));
      if (!ours) {
        boolean back =
            Objects.equals(change.stored(), stored.get(change.name()))
                && Boolean.valueOf(change.active()).equals(active.get(change.name()));
        if (!back) {
          notes.add("The boolean " + change.name() + " was changed since and was left as it is.");
        }
      } else if (change.stored() == null) {
        forget.add(new BooleanValue(change.name(), change.active()));
      } else {
        set.add(new BooleanValue(change.name(), change.stored()));
      }
    }
    StoreChange change = new StoreChange(List.of(), List.of(), set, forget);
    if (!change.isEmpty()) {
      host.store().change(change);
    }
    host.store().sync(); // also for an undo that was cut off right after its commit
  }
}
