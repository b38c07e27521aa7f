package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AvcPartsTest {
  private static final String DENIAL =
      "type=AVC msg=audit(%d.000:%d): avc:  denied  { read } for  pid=1 comm=\"x\" dev=\"vda\" ino=%d"
          + " scontext=u:r:container_t:s0 tcontext=u:object_r:tmp_t:s0 tclass=file permissive=0\n";

  /** A log of some megabytes; in one event of many a denial, at times before its system call. */
  private static byte[] log(Random random, boolean titles) {
    StringBuilder log = new StringBuilder();
    for (int n = 0; n < 12_000; n++) {
      int second = 1_700_000_000 + n / 20;
      String id = " msg=audit(" + second + ".000:" + n + "): ";
      String call = "type=SYSCALL" + id + "arch=c000003e syscall=257 success=no exit=-13 pid=1\n";
      String denial = random.nextInt(2000) == 0 ? String.format(DENIAL, second, n, n) : "";
      log.append(random.nextBoolean() ? denial + call : call + denial);
      log.append("type=CWD" + id + "cwd=\"/" + "d".repeat(random.nextInt(200)) + "\"\n");
      log.append(titles ? "type=PROCTITLE" + id + "proctitle=6D616B65\n" : "");
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Events with a denial, as text. */
  private static final class Events {
    private final List<String> all = new ArrayList<>();
    private final EventAssembler assembler =
        new EventAssembler(event -> all.add(event.toString().replaceAll("line=\\d+", "")));
    private final RecordReader reader = new RecordReader(assembler::accept);
    private final LineSplitter lines = new LineSplitter(reader::accept);
    private long bytes;

    private List<String> end() {
      lines.finish();
      reader.finish();
      assembler.finish();
      return all;
    }
  }

  private static Events inParts(InputStream log) throws IOException {
    Events events = new Events();
    AvcParts.Sink sink =
        new AvcParts.Sink() {
          @Override
          public void part(byte[] bytes) {
            events.bytes += bytes.length;
            events.lines.accept(bytes, bytes.length);
          }

          @Override
          public void gap() {
            events.reader.finish();
          }
        };
    try (AvcParts parts = new AvcParts(log, sink, events.assembler::denialIsOpen)) {
      parts.run();
    } finally {
      events.end();
    }
    return events;
  }

  @Test
  void noDenialAndNoneOfItsRecordsIsPassedOver() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      byte[] log = log(new Random(seed), seed % 2 == 0);
      Events whole = new Events();
      whole.lines.accept(log, log.length);
      Events parts = inParts(new ByteArrayInputStream(log));
      assertEquals(whole.end(), parts.all, "seed " + seed);
      assertTrue(
          !parts.all.isEmpty() && parts.bytes < log.length, parts.bytes + " of " + log.length);
    }
  }

  @Test
  void ofALogWithoutDenialsOnlyTheBeginningIsLookedAt() throws IOException {
    byte[] log =
        "type=CWD msg=audit(1.0:1): cwd=\"/\"\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertTrue(inParts(new ByteArrayInputStream(log)).bytes <= 2 * AvcParts.AFTER);
  }

  @Test
  void whatHasNoLinesIsGivenAsItIs() throws IOException {
    byte[] log = new byte[5 * AvcBlock.SIZE + 17];
    ByteArrayOutputStream given = new ByteArrayOutputStream();
    AvcParts.Sink sink =
        new AvcParts.Sink() {
          @Override
          public void part(byte[] bytes) {
            given.writeBytes(bytes);
          }

          @Override
          public void gap() {
            throw new AssertionError("nothing is left out");
          }
        };
    try (AvcParts parts = new AvcParts(new ByteArrayInputStream(log), sink, () -> false)) {
      parts.run();
    }
    assertArrayEquals(log, given.toByteArray());
  }

  @Test
  void whatWasReadBeforeAnErrorCounts() {
    String cut = String.format(DENIAL, 1, 1, 1).repeat(2).strip();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] bytes, int off, int len) throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int available() {
            return 1;
          }
        };
    InputStream log =
        new SequenceInputStream(
            new ByteArrayInputStream(cut.getBytes(StandardCharsets.UTF_8)), broken);
    List<Long> given = new ArrayList<>();
    AvcParts.Sink sink =
        new AvcParts.Sink() {
          @Override
          public void part(byte[] bytes) {
            given.add((long) bytes.length);
          }

          @Override
          public void gap() {}
        };
    try (AvcParts parts = new AvcParts(log, sink, () -> false)) {
      assertThrows(IOException.class, parts::run);
    }
    assertEquals(cut.length(), given.stream().mapToLong(n -> n).sum());
  }

  @Test
  void aPipeIsNotWaitedForBeforeWhatItGaveIsTold() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream reader = new PipedInputStream(writer, 1 << 16)) {
      CountDownLatch told = new CountDownLatch(1);
      AvcParts.Sink sink =
          new AvcParts.Sink() {
            @Override
            public void part(byte[] bytes) {
              told.countDown();
            }

            @Override
            public void gap() {}
          };
      AvcParts parts = new AvcParts(reader, sink, () -> false);
      Thread reading =
          new Thread(
              () -> {
                try (parts) {
                  parts.run();
                } catch (IOException e) {
                  // the pipe is closed
                }
              });
      reading.start();
      writer.write(String.format(DENIAL, 1, 1, 1).getBytes(StandardCharsets.UTF_8));
      writer.flush();
      assertTrue(told.await(20, TimeUnit.SECONDS), "nothing was told while the pipe was open");
    }
  }
}
