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
import sevol.selinux.SecurityContext;

/**
 * Gives back every effective label and the rule of one fix, only where the object is still the one
 * that was changed: the same inode on the same device with the label that the fix set. A label that
 * was missing comes back as an explicit unlabeled_t, since the kernel lets nobody remove the xattr.
 */
public final class Undo {
  private final RemedyHost host;
  private final Fixer fixer;
  private final Path file;
  private final Progress progress;
  private long restored;
  private long changedSince;
  private long newer;

  /**
   * What an undo came to.
   *
   * @param id the fix
   * @param path its tree
   * @param restored objects whose label was given back
   * @param notes what could not be given back, and why
   * @param alreadyUndone it had been undone before; nothing was changed now
   */
  public record Undone(
      String id, Path path, long restored, List<String> notes, boolean alreadyUndone) {
    public Undone {
      notes = List.copyOf(notes);
    }
  }

  Undo(RemedyHost host, Fixer fixer, Path file, Progress progress) {
    this.host = host;
    this.fixer = fixer;
    this.file = file;
    this.progress = progress;
  }

  /**
   * Undoes.
   *
   * @throws RemedyException if there is no such fix, or its tree is no longer there
   */
  Undone run() throws IOException, RemedyException {
    if (!Files.exists(file)) {
      throw new RemedyException(file + ": no such fix; its journal is not there");
    }
    Content journal = Content.of(file);
    Header header = journal.header();
    Path path = Path.of(header.path());
    if (journal.last().equals(Optional.of(Step.UNDONE))) {
      return new Undone(header.id(), path, 0, List.of(), true);
    }
    List<String> notes = new ArrayList<>();
    try {
      labels(path, journal);
    } catch (NoSuchFileException e) {
      notes.add("The tree is no longer there; only the rule was taken back.");
    }
    rule(header, notes);
    try (UndoJournal end = UndoJournal.append(file)) {
      end.step(Step.UNDONE);
    }
    if (changedSince > 0) {
      notes.add(changedSince + " objects have another label by now and were left as they are.");
    }
    if (newer > 0) {
      notes.add(newer + " objects came after the fix; they keep the label " + header.label() + ".");
    }
    return new Undone(header.id(), path, restored, notes, false);
  }

  private void labels(Path path, Content journal) throws IOException, RemedyException {
    Header header = journal.header();
    FileStatus root = host.tree().look(path);
    if (root.ino() != header.ino() || root.dev() != header.dev()) {
      throw new RemedyException(
          path + ": no longer the object that was fixed (another inode or device); nothing undone");
    }
    SecurityContext set = SecurityContext.of(header.label());
    host.tree()
        .walk(
            path,
            new Visiting(
                (status, object) -> {
                  Optional<SecurityContext> was =
                      journal.was().get(status.ino()).flatMap(SecurityContext::parse);
                  if (was.isEmpty()) {
                    newer += set.equals(status.label()) ? 1 : 0;
                  } else if (set.equals(status.label())) {
                    object.set(was.get());
                    progress.at("restoring labels", ++restored);
                  } else if (!was.get().equals(status.label())) {
                    changedSince++;
                  }
                }));
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
