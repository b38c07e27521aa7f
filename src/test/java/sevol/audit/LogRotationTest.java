package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rotations while a tail follows, more of them than it looks. */
@Timeout(60)
class LogRotationTest {
  @TempDir private Path directory;
  private final List<String> seen = new ArrayList<>();

  private Path log(int number) {
    return directory.resolve(number == 0 ? "audit.log" : "audit.log." + number);
  }

  private void append(String line) throws IOException {
    Files.writeString(log(0), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate(int keep) throws IOException {
    Files.deleteIfExists(log(keep));
    for (int i = keep - 1; i >= 0; i--) {
      if (Files.exists(log(i))) {
        Files.move(log(i), log(i + 1));
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Does a step when the tail has read all there was, then reads on to the end. */
  private LogTail after(Step step) throws IOException {
    LogTail tail = LogTail.atEnd(log(0));
    AtomicBoolean done = new AtomicBoolean();
    tail.follow(
        new LogTail.Listener() {
          @Override
          public void line(String line) {
            seen.add(line);
          }

          @Override
          public long turn() {
            if (tail.caughtUp()) {
              if (done.getAndSet(true)) {
                tail.close();
              } else {
                unchecked(step);
              }
            }
            return 0;
          }
        });
    return tail;
  }

  private static void unchecked(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void severalRotationsBetweenTwoLooksSkipNothing() throws IOException {
    append("old");
    LogTail tail =
        after(
            () -> {
              append("a");
              rotate(9);
              append("b");
              rotate(9);
              append("c");
              rotate(9);
              append("d");
            });
    assertEquals(List.of("a", "b", "c", "d"), seen);
    assertEquals(0, tail.gaps());
  }

  @Test
  void fileThatWasRotatedAwayUnreadIsAGap() throws IOException {
    append("old");
    LogTail tail =
        after(
            () -> {
              for (int i = 0; i < 5; i++) {
                append("line " + i);
                rotate(2);
              }
              append("last");
            });
    assertEquals(List.of("line 0", "line 3", "line 4", "last"), seen);
    assertEquals(1, tail.gaps());
  }

  @Test
  void renamingToAnotherNameIsNoGap() throws IOException {
    append("old");
    LogTail tail =
        after(
            () -> {
              append("a");
              Files.move(log(0), directory.resolve("audit.log-20261122"));
              append("b");
            });
    assertEquals(List.of("a", "b"), seen);
    assertEquals(0, tail.gaps());
  }

  @Test
  void lastLineWithoutAnEndIsGivenBeforeTheNextFile() throws IOException {
    append("old");
    after(
        () -> {
          Files.writeString(log(0), "half", StandardOpenOption.APPEND);
          rotate(9);
          append("b");
        });
    assertEquals(List.of("half", "b"), seen);
  }

  @Test
  void newLogThatMayNotBeReadYetIsTriedAgain() throws Exception {
    append("old");
    Files.setPosixFilePermissions(log(0), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(log(0)), "root reads everything");
    Files.setPosixFilePermissions(log(0), PosixFilePermissions.fromString("rw-------"));
    LogTail tail = LogTail.atEnd(log(0));
    List<String> troubles = new ArrayList<>();
    tail.follow(
        new LogTail.Listener() {
          private int turns;

          @Override
          public void line(String line) {
            seen.add(line);
            tail.close();
          }

          @Override
          public long turn() {
            unchecked(
                () -> {
                  if (turns++ == 0) {
                    rotate(9);
                    append("new");
                    Files.setPosixFilePermissions(
                        log(0), PosixFilePermissions.fromString("---------"));
                  } else if (tail.trouble() != null) {
                    troubles.add(String.valueOf(tail.trouble()));
                    Files.setPosixFilePermissions(
                        log(0), PosixFilePermissions.fromString("rw-------"));
                  }
                });
            return 0;
          }
        });
    assertEquals(List.of("new"), seen);
    assertEquals(List.of(log(0) + ": permission denied"), troubles);
    assertEquals(0, tail.gaps());
  }

  @Test
  void directoryInPlaceOfTheLogIsTroubleAndNotTheEnd() throws IOException {
    append("old");
    List<String> troubles = new ArrayList<>();
    LogTail tail = LogTail.atEnd(log(0));
    tail.follow(
        new LogTail.Listener() {
          private int turns;

          @Override
          public void line(String line) {
            seen.add(line);
            tail.close();
          }

          @Override
          public long turn() {
            unchecked(
                () -> {
                  if (turns++ == 0) {
                    Files.delete(log(0));
                    Files.createDirectory(log(0));
                  } else if (tail.trouble() != null) {
                    troubles.add(String.valueOf(tail.trouble()));
                    Files.delete(log(0));
                    append("new");
                  }
                });
            return 0;
          }
        });
    assertEquals(List.of("new"), seen);
    assertFalse(troubles.isEmpty());
    assertEquals(log(0) + ": not a regular file", troubles.get(0));
    assertNull(tail.trouble());
  }

  @Test
  void rotationStormLosesNoLineAndCheckpointsAreExact() throws Exception {
    append("type=X msg=audit(1795356625.867:0): start");
    int last = 4000;
    Thread writer =
        new Thread(
            () ->
                unchecked(
                    () -> {
                      for (int i = 1; i <= last; i++) {
                        append("type=X msg=audit(1795356625.867:" + i + "): x");
                        if (i % 20 == 0) {
                          rotate(999);
                        }
                      }
                      append("end");
                    }));
    LogTail tail = LogTail.atEnd(log(0));
    writer.start();
    Checkpoint at = follow(tail, 700);
    tail = LogTail.resume(log(0), at);
    follow(tail, Integer.MAX_VALUE);
    writer.join();
    for (int i = 1; i <= last; i++) {
      assertEquals("type=X msg=audit(1795356625.867:" + i + "): x", seen.get(i - 1));
    }
    assertEquals(last + 1, seen.size());
    assertEquals(0, tail.gaps());
  }

  private Checkpoint follow(LogTail tail, int most) {
    List<Checkpoint> at = new ArrayList<>();
    tail.follow(
        line -> {
          if (seen.size() < most) {
            seen.add(line);
            at.add(tail.checkpoint());
          }
          if (seen.size() >= most || line.equals("end")) {
            tail.close();
          }
        });
    assertNotNull(at.get(at.size() - 1));
    return at.get(at.size() - 1);
  }
}
