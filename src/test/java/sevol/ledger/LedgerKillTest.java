package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.audit.Checkpoint;

/** A real writer, really killed: what it said was written is there, whole. */
class LedgerKillTest {
  private static final int ROUNDS = 4;

  @TempDir private Path directory;

  /** Writes for ever; says the number of each write when it is done. */
  public static void main(String[] args) throws IOException {
    try (LedgerFile file = LedgerFile.open(Path.of(args[0]));
        OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      LedgerContent begun = file.load().content();
      Checkpoint at = begun.checkpoint();
      long number = at == null ? 0 : at.offset();
      Ledger ledger = Examples.ledger(50);
      while (true) {
        number++;
        file.save(ledger.content(new Checkpoint(1, 2, number, null), null), Examples.T0);
        out.write((number + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void killedWriterLosesNothingItSaidWasWritten() throws IOException, InterruptedException {
    long said = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LedgerKillTest.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader lines = writer.inputReader()) {
        for (int i = 0; i < 3 + round; i++) {
          said = Long.parseLong(String.valueOf(lines.readLine()));
        }
        writer.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe, too
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said = line.isEmpty() ? said : Math.max(said, Long.parseLong(line));
        }
      }
      writer.waitFor();
      LedgerContent left = LedgerFile.read(directory);
      Checkpoint at = left.checkpoint();
      assertTrue(at != null && (at.offset() == said || at.offset() == said + 1), "said " + said);
      assertEquals(50, left.incidents().size());
    }
    LedgerFile.open(directory).close();
    assertTrue(Files.notExists(directory.resolve("ledger.json.new")));
  }
}
