package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Following from a checkpoint, one run after the other, whatever happens in between. */
@Timeout(60)
class LogResumeTest {
  @TempDir private Path directory;
  private @Nullable Checkpoint checkpoint;
  private long gaps;
  private int serial;

  private Path log(int number) {
    return directory.resolve(number == 0 ? "audit.log" : "audit.log." + number);
  }

  private static String text(int serial) {
    return "type=AVC msg=audit(1795356625.867:" + serial + "): avc:  denied  { read } for";
  }

  /** Appends the next records. */
  private void write(int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(text(++serial)).append('\n');
    }
    append(text.toString());
  }

  private void append(String text) throws IOException {
    Files.writeString(log(0), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** As auditd does it: from the highest number down. */
  private void rotate(int keep) throws IOException {
    Files.deleteIfExists(log(keep));
    for (int i = keep - 1; i >= 0; i--) {
      if (Files.exists(log(i))) {
        Files.move(log(i), log(i + 1));
      }
    }
    Files.createFile(log(0));
  }

  /** One run: from the checkpoint to the end of the log, or through so many lines. */
  private List<Integer> run(int most) throws IOException {
    List<Integer> seen = new ArrayList<>();
    LogTail tail = LogTail.resume(log(0), checkpoint);
    if (most == 0) {
      checkpoint = tail.checkpoint();
      tail.close();
      return seen;
    }
    tail.follow(
        new LogTail.Listener() {
          @Override
          public void line(String line) {
            if (seen.size() < most) {
              EventId id = EventId.parse(String.valueOf(EventId.textOf(line)));
              seen.add((int) id.serial());
              checkpoint = tail.checkpoint();
            }
          }

          @Override
          public long turn() {
            if (tail.caughtUp()) {
              if (seen.size() < most) {
                checkpoint = tail.checkpoint();
              }
              tail.close();
            }
            return 1000;
          }
        });
    gaps = tail.gaps();
    assertNull(tail.trouble());
    return seen;
  }

  private List<Integer> run() throws IOException {
    return run(Integer.MAX_VALUE);
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void withoutCheckpointOnlyWhatComesIsRead() throws IOException {
    write(3);
    assertEquals(List.of(), run(0));
    write(2);
    assertEquals(List.of(4, 5), run());
    assertEquals(0, gaps);
  }

  @Test
  void eachLineIsReadOnceWhereverARunEnds() throws IOException {
    write(1);
    run(0);
    write(50);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.addAll(run(7));
      assertEquals(0, gaps);
    }
    assertEquals(numbers(2, 51), all);
  }

  @Test
  void rotationsWhileNobodyReadLoseNothing() throws IOException {
    write(5);
    run(0);
    write(5);
    assertEquals(numbers(6, 8), run(3));
    for (int i = 0; i < 7; i++) {
      rotate(99);
      write(4);
    }
    assertEquals(numbers(9, 38), run());
    assertEquals(0, gaps);
    assertEquals(List.of(), run());
  }

  @Test
  void runThatEndedAtARotationGoesOnInTheNextFile() throws IOException {
    write(2);
    run(0);
    rotate(9);
    assertEquals(List.of(), run());
    assertNotNull(checkpoint);
    assertEquals(0, checkpoint.offset());
    write(2);
    rotate(9);
    write(2);
    rotate(9);
    assertEquals(numbers(3, 6), run());
    assertEquals(0, gaps);
  }

  @Test
  void lastLineThatIsNotFinishedIsReadWhenItIs() throws IOException {
    write(1);
    run(0);
    write(1);
    append(text(3).substring(0, 40));
    assertEquals(List.of(2), run());
    append(text(3).substring(40) + "\n");
    assertEquals(List.of(3), run());
  }

  @Test
  void inodeThatIsUsedAgainForAYoungerFileIsNotBelieved() throws IOException {
    write(3);
    run(0);
    Checkpoint old = checkpoint;
    assertNotNull(old);
    rotate(5);
    write(3);
    rotate(5);
    write(10);
    // the inode of what is now audit.log.2 goes to the present log
    FileIdentity reused = FileIdentity.of(log(0));
    assertNotNull(reused);
    checkpoint = new Checkpoint(reused.device(), reused.inode(), old.offset(), old.lastId());
    assertEquals(numbers(4, 16), run());
    assertEquals(0, gaps);
  }

  @Test
  void fileThatWasRotatedAwayIsAGapAndAllThatIsLeftIsRead() throws IOException {
    write(3);
    run(0);
    write(3);
    for (int i = 0; i < 5; i++) {
      rotate(2);
      write(2);
    }
    assertEquals(numbers(11, 16), run());
    assertEquals(1, gaps);
  }

  @Test
  void whatWasReadIsNotReadAgainFromACopyOfTheLog() throws IOException {
    write(6);
    run(0);
    write(3);
    assertEquals(List.of(7), run(1));
    Files.copy(log(0), log(1));
    Files.writeString(log(0), "");
    write(1);
    assertEquals(List.of(8, 9, 10), run());
    assertEquals(0, gaps);
  }

  @Test
  void logThatWasWrittenAnewIsReadBehindTheLastEvent() throws IOException {
    write(6);
    run(0);
    write(2);
    String text = Files.readString(log(0));
    Files.delete(log(0));
    Files.writeString(log(0), "type=DAEMON_START msg=audit(1795356000.000:1): x\n" + text);
    assertEquals(List.of(7, 8), run());
    assertEquals(0, gaps);
  }

  @Test
  void logThatIsGoneIsAGap() throws IOException {
    write(2);
    run(0);
    Files.delete(log(0));
    run();
    assertEquals(1, gaps);
  }

  @Test
  void oldFilesAreNotReadWhenTheLogIsMissingAtTheStart() throws IOException {
    write(2);
    Files.move(log(0), log(1));
    assertEquals(List.of(), run());
    write(1);
    assertEquals(List.of(3), run());
    assertEquals(0, gaps);
  }

  @Test
  void strangeCheckpointIsNotBelieved() throws IOException {
    write(3);
    FileIdentity file = FileIdentity.of(log(0));
    assertNotNull(file);
    for (long offset : new long[] {-1, 7, Long.MAX_VALUE}) {
      checkpoint = new Checkpoint(file.device(), file.inode(), offset, null);
      assertEquals(List.of(1, 2, 3), run());
      assertEquals(1, gaps);
    }
    checkpoint = new Checkpoint(0, 0, 10, "\0 no id (");
    assertEquals(List.of(1, 2, 3), run());
  }
}
