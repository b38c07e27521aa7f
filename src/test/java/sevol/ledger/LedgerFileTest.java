package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sevol.ledger.Examples.KEY;
import static sevol.ledger.Examples.T0;
import static sevol.ledger.Examples.at;
import static sevol.ledger.Examples.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.audit.Checkpoint;
import sevol.audit.SeenByKernel;
import sevol.ledger.AtomicFile.Step;
import sevol.ledger.LedgerFile.Loaded;
import sevol.ledger.LedgerFile.Saved;

class LedgerFileTest {
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(64770, 99, 4711, "1795356625.867:137");
  private static final SeenByKernel SEEN =
      new SeenByKernel(
          "b0071d", List.of(List.of(1L, 5L, 0L, 9L), List.of(9L, Long.MAX_VALUE, -1L, 7L)));

  @TempDir private Path parent;

  /** The end of the process, as the steps after it see it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private Path directory() {
    return parent.resolve("state/ledger");
  }

  private static LedgerContent content(int denials) {
    Ledger ledger = new Ledger();
    ledger.add(KEY, at(0));
    for (int i = 1; i < denials; i++) {
      ledger.again(KEY.id(), T0, true, java.util.Set.of("write"), 1);
    }
    return ledger.content(CHECKPOINT, SEEN);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everythingComesBack() throws IOException {
    String odd = "\"\\\n\u0001\u2028\u00e4\ud83d\ude00\ud83d<>&";
    Ledger ledger = new Ledger();
    ledger.add(KEY, at(0));
    ledger.add(
        new IncidentKey(odd, sevol.diagnosis.Cause.MCS_MISMATCH, odd, odd),
        at(0, odd, sample(odd, odd)));
    ledger.predict(new IncidentKey(null, sevol.diagnosis.Cause.DEVICE, "", ""), at(7));
    ledger.close(KEY.id(), T0.plusNanos(1_500_000), "allowed now: " + odd);
    LedgerContent before = ledger.content(CHECKPOINT, SEEN);
    try (LedgerFile file = LedgerFile.open(directory())) {
      assertEquals(new Loaded(LedgerContent.EMPTY, null), file.load());
      assertEquals(Saved.WRITTEN, file.save(before, T0));
    }
    try (LedgerFile file = LedgerFile.open(directory())) {
      assertEquals(new Loaded(before, null), file.load());
      assertEquals(Saved.UNCHANGED, file.save(before, T0));
    }
    assertEquals(before, LedgerFile.read(directory()));
  }

  @Test
  void groupMayReadAndOthersNothing() throws IOException {
    try (LedgerFile file = LedgerFile.open(directory())) {
      file.save(content(1), T0);
    }
    assertEquals("rwxr-x---", mode(directory()));
    assertEquals("rw-r-----", mode(directory().resolve("ledger.json")));
    assertEquals("rw-------", mode(directory().resolve("lock")));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void killAtAnyStepLeavesTheOldOrTheNew(Step last) throws IOException {
    LedgerContent before = content(1);
    LedgerContent after = content(2);
    try (LedgerFile file = LedgerFile.open(directory())) {
      file.save(before, T0);
    }
    AtomicFile.Steps killer =
        step -> {
          if (step == last) {
            throw new Killed();
          }
        };
    try (LedgerFile file = LedgerFile.open(directory(), killer)) {
      assertThrows(Killed.class, () -> file.save(after, T0));
    }
    boolean renamed = last.compareTo(Step.RENAMED) >= 0;
    assertEquals(renamed ? after : before, LedgerFile.read(directory()));
    assertEquals(!renamed, names().contains("ledger.json.new"));
    try (LedgerFile file = LedgerFile.open(directory())) {
      assertEquals(List.of("ledger.json", "lock"), names());
      assertEquals(new Loaded(renamed ? after : before, null), file.load());
    }
  }

  @Test
  void fullDiskIsToldOnceAndRecoversByItself() throws IOException {
    boolean[] full = {true};
    AtomicFile.Steps disk =
        step -> {
          if (full[0] && step == Step.WRITTEN) {
            throw new IOException("No space left on device");
          }
        };
    try (LedgerFile file = LedgerFile.open(directory(), disk)) {
      assertEquals(Saved.FAILED, file.save(content(1), T0));
      assertEquals(List.of("lock"), names());
      assertEquals(Saved.STILL_FAILING, file.save(content(2), T0.plusSeconds(10)));
      assertEquals(
          new LedgerFile.Trouble(
              "cannot write " + directory().resolve("ledger.json") + ": No space left on device",
              T0),
          file.trouble());
      full[0] = false;
      assertEquals(Saved.RECOVERED, file.save(content(2), T0.plusSeconds(20)));
      assertNull(file.trouble());
      assertEquals(content(2), LedgerFile.read(directory()));
    }
  }

  @Test
  void contentOfBeforeAFailedWriteIsWrittenAgain() throws IOException {
    List<Step> failing = new ArrayList<>();
    AtomicFile.Steps disk =
        step -> {
          if (failing.contains(step)) {
            throw new IOException("Input/output error");
          }
        };
    try (LedgerFile file = LedgerFile.open(directory(), disk)) {
      file.save(content(1), T0);
      failing.add(Step.RENAMED); // the new one is there, but perhaps not on the disk
      assertEquals(Saved.FAILED, file.save(content(2), T0));
      failing.clear();
      assertEquals(Saved.RECOVERED, file.save(content(1), T0));
      assertEquals(content(1), LedgerFile.read(directory()));
    }
  }

  @Test
  void directoryThatVanishedIsATroubleAndNoEnd() throws IOException {
    try (LedgerFile file = LedgerFile.open(directory())) {
      Files.delete(directory().resolve("lock"));
      Files.delete(directory());
      assertEquals(Saved.FAILED, file.save(content(1), T0));
      LedgerFile.Trouble trouble = file.trouble();
      assertNotNull(trouble);
      assertTrue(trouble.text().endsWith("ledger.json: no such directory"), trouble.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{\"ledger\":2}",
        "{\"ledger\":1}",
        "{\"ledger\":1e999999999}",
        "not json at all",
        "\u0000\u0000\u0000"
      })
  void damagedFileIsPutAside(String damage) throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("ledger.json"), damage);
    assertThrows(IOException.class, () -> LedgerFile.read(directory()));
    try (LedgerFile file = LedgerFile.open(directory())) {
      Loaded loaded = file.load();
      assertEquals(LedgerContent.EMPTY, loaded.content());
      String warning = String.valueOf(loaded.warning());
      assertTrue(warning.contains("ledger.json.bad"), warning);
      assertEquals(1, warning.lines().count());
      assertEquals(List.of("ledger.json.bad", "lock"), names());
      assertEquals(Saved.WRITTEN, file.save(content(1), T0));
    }
  }

  @Test
  void everyCutOfAFileIsNoticed() throws IOException {
    byte[] whole = LedgerJson.bytes(content(1));
    for (int length = 0; length < whole.length - 1; length += 7) {
      String cut = new String(whole, 0, length, StandardCharsets.UTF_8);
      assertThrows(
          com.google.gson.JsonParseException.class,
          () -> LedgerJson.content(cut.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void everyChangedByteIsNoticedOrHarmless() {
    byte[] whole = LedgerJson.bytes(content(1));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 7));
      try {
        LedgerJson.bytes(LedgerJson.content(flipped));
      } catch (com.google.gson.JsonParseException noticed) {
        assertNotNull(noticed);
      }
    }
  }

  @Test
  void fileThatIsNotOneIsPutAsideAndLinksAreNotFollowed() throws IOException {
    Files.createDirectories(directory());
    Path elsewhere = Files.write(parent.resolve("elsewhere"), LedgerJson.bytes(content(1)));
    Files.createSymbolicLink(directory().resolve("ledger.json"), elsewhere);
    Files.createSymbolicLink(directory().resolve("ledger.json.new"), elsewhere);
    byte[] before = Files.readAllBytes(elsewhere);
    try (LedgerFile file = LedgerFile.open(directory())) {
      assertEquals(LedgerContent.EMPTY, file.load().content());
      assertEquals(Saved.WRITTEN, file.save(content(2), T0));
    }
    assertFalse(Files.isSymbolicLink(directory().resolve("ledger.json")));
    assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(elsewhere));
  }

  @Test
  void hugeFileIsNotRead() throws IOException {
    Files.createDirectories(directory());
    try (java.io.RandomAccessFile huge =
        new java.io.RandomAccessFile(directory().resolve("ledger.json").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    try (LedgerFile file = LedgerFile.open(directory())) {
      assertTrue(String.valueOf(file.load().warning()).contains("larger than"));
    }
  }

  @Test
  void secondDaemonIsRefused() throws IOException {
    try (LedgerFile first = LedgerFile.open(directory())) {
      assertEquals(Saved.WRITTEN, first.save(content(1), T0));
      IOException refused =
          assertThrows(IOException.class, () -> LedgerFile.open(directory()).close());
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("another sevol daemon writes"),
          refused.getMessage());
    }
    LedgerFile.open(directory()).close();
  }

  @Test
  void thousandIncidentsFitWithRoom() {
    byte[] bytes = LedgerJson.bytes(Examples.ledger(1000).content(CHECKPOINT, SEEN));
    assertTrue(bytes.length < 2 << 20, () -> bytes.length + " bytes");
    assertEquals(1000, LedgerJson.content(bytes).incidents().size());
  }
}
