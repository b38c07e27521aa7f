package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LogTailTest {
  @TempDir private Path directory;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private @Nullable LogTail tail;
  private @Nullable Thread thread;

  private Path log() {
    return directory.resolve("audit.log");
  }

  private void append(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void follow() throws IOException {
    follow(log());
  }

  private void follow(Path log) throws IOException {
    LogTail from = LogTail.atEnd(log);
    Thread follower = new Thread(() -> collect(from));
    follower.start();
    tail = from;
    thread = follower;
  }

  private void collect(LogTail from) {
    from.follow(
        new LogTail.Listener() {
          @Override
          public void line(String line) {
            seen.add(line);
          }

          @Override
          public void quiet() {
            seen.add("<quiet>");
          }
        });
  }

  @AfterEach
  void end() throws InterruptedException {
    if (tail != null && thread != null) {
      tail.close();
      thread.join(5000);
      assertFalse(thread.isAlive());
    }
  }

  private void expect(String... lines) throws InterruptedException {
    for (int i = 0; i < 500 && !seen.equals(List.of(lines)); i++) {
      Thread.sleep(10);
    }
    assertEquals(List.of(lines), List.copyOf(seen));
  }

  @Test
  void linesBeforeTheStartAreNotGiven() throws Exception {
    append("old\n");
    follow();
    append("new\nmore\n");
    expect("new", "more", "<quiet>");
  }

  @Test
  void lineThatWasNotFinishedAtTheStartIsGivenWhole() throws Exception {
    append("old\nhalf");
    follow();
    append(" line\nnew\n");
    expect("half line", "new", "<quiet>");
  }

  @Test
  void rotatedLogIsReadToItsEndAndTheNewFromItsStart() throws Exception {
    append("old\n");
    follow();
    append("one\n");
    expect("one", "<quiet>");
    append("last of the old\n");
    Files.move(log(), directory.resolve("audit.log.1"));
    append("first of the new\n");
    append("second\n");
    expect("one", "<quiet>", "last of the old", "first of the new", "second", "<quiet>");
  }

  @Test
  void truncatedLogIsReadFromItsStart() throws Exception {
    append("a long line that was there\n");
    follow();
    append("one\n");
    expect("one", "<quiet>");
    Files.writeString(log(), "");
    Thread.sleep(100);
    append("two\n");
    expect("one", "<quiet>", "two", "<quiet>");
  }

  @Test
  void missingLogIsWaitedForAndReadFromItsStart() throws Exception {
    follow();
    Thread.sleep(50);
    append("first\n");
    expect("first", "<quiet>");
  }

  @Test
  void missingDirectoryIsWaitedFor() throws Exception {
    Path log = directory.resolve("later/audit.log");
    follow(log);
    Thread.sleep(50);
    Files.createDirectory(log.getParent());
    Files.writeString(log, "x\n");
    expect("x", "<quiet>");
  }

  @Test
  void lineComesSoonAfterItIsWritten() throws Exception {
    append("");
    follow();
    Thread.sleep(300);
    long before = System.nanoTime();
    append("x\n");
    while (seen.isEmpty()) {
      Thread.sleep(1);
    }
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertTrue(millis < 800, () -> "by polling only, after ms: " + millis); // inotify: some ms
  }

  @Test
  void directoryIsNoLog() {
    FileSystemException e = assertThrows(FileSystemException.class, () -> LogTail.atEnd(directory));
    assertEquals("not a regular file", e.getReason());
  }

  @Test
  void wakeLetsTheListenerHaveItsTurn() throws Exception {
    append("");
    AtomicInteger turns = new AtomicInteger();
    LogTail from = LogTail.atEnd(log());
    Thread follower =
        new Thread(
            () ->
                from.follow(
                    new LogTail.Listener() {
                      @Override
                      public void line(String line) {}

                      @Override
                      public long turn() {
                        turns.incrementAndGet();
                        return 1_000_000;
                      }
                    }));
    follower.start();
    tail = from;
    thread = follower;
    for (int i = 1; i < 200; i++) { // polling alone would take 200 s
      int before = turns.get();
      from.wake();
      for (int wait = 0; wait < 1000 && turns.get() == before; wait++) {
        Thread.sleep(1);
      }
      assertTrue(turns.get() > before);
    }
  }
}
