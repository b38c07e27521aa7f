package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.UndoJournal.Content;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class UndoJournalTest {
  private static final LocalRule RULE =
      new LocalRule("/srv/a\\.b(/.*)?", FileType.ANY, "system_u:object_r:container_file_t:s0");
  private static final LocalRule OTHER =
      new LocalRule("/srv/a\\.b/c", FileType.DIR, LocalRule.NONE);
  private static final FixHeader HEADER =
      new FixHeader(
          "20261122-141025-0a1b",
          "/srv/a \"b\"\n",
          new FixHeader.Root("boot", 7, 8, 9),
          true,
          "s0:c1",
          "system_u:object_r:container_file_t:s0",
          new RuleChange(RULE, List.of(OTHER), List.of(RULE, OTHER)),
          List.of(
              new FixHeader.BooleanChange("a", true, false, null),
              new FixHeader.BooleanChange("b", false, true, true)));

  @TempDir private Path temp;

  private static FileStatus object(long ino, @Nullable SecurityContext label) {
    return new FileStatus("/p" + ino, ObjectClass.FILE, 7, ino, 1, 1, 0, 5, label);
  }

  private Path written() throws IOException {
    Path file = temp.resolve("j");
    try (UndoJournal journal = UndoJournal.create(file, HEADER)) {
      for (long ino = 1; ino <= 3000; ino++) {
        SecurityContext was = SecurityContext.of("u:r:t" + ino % 3 + ":s0");
        journal.label(object(ino, was), new Relabelled(was, was.withType("new_t")));
      }
      journal.step(Step.JOURNALED);
    }
    return file;
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Content content = Content.of(written());
    assertEquals(HEADER, content.header());
    SecurityContext was = SecurityContext.of("u:r:t1:s0");
    assertEquals(
        new Relabelled(was, was.withType("new_t")), content.noted().get(object(3000 - 2, null)));
    assertEquals(Optional.of(Step.JOURNALED), content.last());
  }

  @Test
  void aTornLastLineEndsIt() throws IOException {
    Path file = written();
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 9));
    Content content = Content.of(file);
    assertEquals(3000, content.noted().size());
    assertEquals(Optional.empty(), content.last());
  }

  @Test
  void anotherFileIsNoJournal() throws IOException {
    Path file = Files.writeString(temp.resolve("x"), "hello\n");
    assertThrows(IOException.class, () -> Content.of(file));
  }
}
