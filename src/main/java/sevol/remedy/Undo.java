package sevol.remedy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sevol.remedy.UndoJournal.Content;
import sevol.remedy.UndoJournal.Header;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * Gives back every effective label and the rule of one fix, only where the object is still the one
 * that was changed: the same inode on the same device with the label that the fix set. A label that
 * was missing comes back as an explicit unlabeled_t, since the kernel lets nobody remove the xattr.
 */
public final class Undo {
  private static final SecurityContext UNLABELED =
      SecurityContext.of("system_u:object_r:unlabeled_t:s0");

  private final RemedyHost host;
  private final Fixer fixer;
  private final JournalStore store;
  private final String id;
  private final Progress progress;
  private long restored;
  private long met;
  private long changedSince;
  private long newer;
  private long failed;
  private String failure = "";

  /**
   * What an undo came to.
   *
   * @param id the fix
   * @param path its tree
   * @param restored objects whose label was given back
   * @param notes what could not be given back, and why
   * @param complete false if a label could not be set; undo it again once the reason is gone
   * @param alreadyUndone it had been undone before; nothing was changed now
   */
  public record Undone(
      String id,
      Path path,
      long restored,
      List<String> notes,
      boolean complete,
      boolean alreadyUndone) {
    public Undone {
      notes = List.copyOf(notes);
    }
  }

  Undo(RemedyHost host, Fixer fixer, JournalStore store, String id, Progress progress) {
    this.host = host;
    this.fixer = fixer;
    this.store = store;
    this.id = id;
    this.progress = progress;
  }

  /**
   * Undoes. A label that cannot be set stops nothing else: the rule is taken back all the same, and
   * the fix stays one that can be undone.
   *
   * @throws RemedyException if there is no such fix, a newer one of the same tree stands, or the
   *     tree is not there
   */
  Undone run() throws IOException, RemedyException {
    Path file = store.file(id);
    if (!Files.exists(file)) {
      throw new RemedyException(id + ": no such fix; sevol fix --undo without an ID lists them");
    }
    Content journal = Content.of(file);
    Header header = journal.header();
    Path path = Path.of(header.path());
    if (journal.last().equals(Optional.of(Step.UNDONE))) {
      return new Undone(id, path, 0, List.of(), true, true);
    }
    requireNewest(header);
    labels(path, journal);
    List<String> notes = new ArrayList<>();
    rule(header, notes);
    if (failed == 0) {
      try (UndoJournal end = UndoJournal.append(file)) {
        end.step(Step.UNDONE);
      }
    }
    notes(header, Math.max(0, journal.was().size() - met), notes);
    return new Undone(id, path, restored, notes, failed == 0, false);
  }

  private void notes(Header header, long gone, List<String> notes) {
    if (failed > 0) {
      notes.add(
          failed + " labels could not be given back, the first: " + failure + "; then undo again.");
    }
    if (changedSince > 0) {
      notes.add(changedSince + " objects have another label by now and were left as they are.");
    }
    if (gone > 0) {
      notes.add(
          gone + " objects are no longer in the tree; what was moved out of it keeps the label.");
    }
    if (newer > 0) {
      notes.add(newer + " objects came after the fix; they keep the label " + header.label() + ".");
    }
  }

  /** Fixes of one tree are undone newest first, else the older one's labels could not come back. */
  private void requireNewest(Header header) throws IOException, RemedyException {
    for (Fixer.Past past : store.history()) {
      if (past.id().compareTo(id) > 0 && past.path().equals(header.path()) && !past.undone()) {
        throw new RemedyException(
            header.path() + ": a newer fix stands, undo it first: sevol fix --undo " + past.id());
      }
    }
  }

  private void labels(Path path, Content journal) throws IOException, RemedyException {
    Header header = journal.header();
    FileStatus root;
    try {
      root = host.tree().look(path);
    } catch (NoSuchFileException e) {
      throw new RemedyException(
          path
              + ": not there, nothing was undone; mount its file system and try again"
              + (header.rule() == null
                  ? ""
                  : ". If it is gone for good, its rule is " + header.rule().spec()),
          e);
    }
    if (root.ino() != header.ino() || root.dev() != header.dev()) {
      throw new RemedyException(
          path + ": no longer the object that was fixed (another inode or device); nothing undone");
    }
    SecurityContext set = SecurityContext.of(header.label());
    host.tree().walk(path, new Restoring(root, set, journal.was()));
  }

  /** Gives each object its label back, and goes on where that fails. */
  private final class Restoring implements FileTree.Visitor {
    private final FileStatus root;
    private final SecurityContext set;
    private final InodeLabels labels;
    private boolean begun;

    Restoring(FileStatus root, SecurityContext set, InodeLabels labels) {
      this.root = root;
      this.set = set;
      this.labels = labels;
    }

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      if (!begun && !status.sameObject(root)) {
        throw new IOException(status.path() + ": another object than before");
      }
      begun = true;
      if (status.dev() != root.dev()) {
        return true;
      }
      Optional<SecurityContext> was = labels.get(status.ino()).flatMap(SecurityContext::parse);
      if (was.isEmpty()) {
        newer += set.equals(status.label()) ? 1 : 0;
        return true;
      }
      met++;
      if (set.equals(status.label())) {
        restore(object, was.get());
      } else if (!was.get().equals(status.label())) {
        changedSince++;
      }
      return true;
    }

    /** A label that the policy does not know is what the kernel takes it for: unlabeled. */
    private void restore(FileTree.Handle object, SecurityContext was) {
      try {
        object.set(host.decisions().canonical(was).isPresent() ? was : UNLABELED);
        progress.at("restoring labels", ++restored);
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void unreadable(String path, String why) {
      fail(path + ": " + why);
    }

    private void fail(String why) {
      failure = failed++ == 0 ? why : failure;
    }

    @Override
    public void mount(FileStatus status) {
      // a mount below is a tree of its own
    }
  }

  private void rule(Header header, List<String> notes) throws RemedyException {
    LocalRule put = header.rule();
    if (put == null) {
      return;
    }
    LocalRule now = host.rules().find(put.spec()).orElse(null);
    if (put.equals(now)) {
      fixer.takeBack(put, header.replaced());
    } else if (!Objects.equals(now, header.replaced())) {
      notes.add("The local rule " + put.spec() + " was changed since and was left as it is.");
    }
  }
}
