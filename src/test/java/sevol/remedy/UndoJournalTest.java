package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.UndoJournal.Content;
import sevol.remedy.UndoJournal.Header;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class UndoJournalTest {
  private static final Header HEADER =
      new Header(
          "20261122-141025-0a1b",
          "/srv/a \"b\"\n",
          7,
          8,
          "system_u:object_r:container_file_t:s0",
          new LocalRule("/srv/a\\.b(/.*)?", "system_u:object_r:container_file_t:s0"),
          null);

  @TempDir private Path temp;

  private Path written() throws IOException {
    Path file = temp.resolve("j");
    try (UndoJournal journal = UndoJournal.create(file, HEADER)) {
      for (long ino = 1; ino <= 3000; ino++) {
        SecurityContext was = SecurityContext.of("u:r:t" + ino % 3 + ":s0");
        journal.label(new FileStatus("/p" + ino, ObjectClass.FILE, 7, ino, 1, 1, 0, 0, was));
      }
      journal.step(Step.JOURNALED);
    }
    return file;
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Content content = Content.of(written());
    assertEquals(HEADER, content.header());
    assertEquals(Optional.of("u:r:t1:s0"), content.was().get(3000 - 2));
    assertEquals(Optional.of(Step.JOURNALED), content.last());
  }

  @Test
  void aTornLastLineEndsIt() throws IOException {
    Path file = written();
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 9));
    Content content = Content.of(file);
    assertEquals(3000, content.was().size());
    assertEquals(Optional.empty(), content.last());
  }

  @Test
  void anotherFileIsNoJournal() throws IOException {
    Path file = Files.writeString(temp.resolve("x"), "hello\n");
    assertThrows(IOException.class, () -> Content.of(file));
  }
}
