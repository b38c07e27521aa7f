package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.report.Plain;
import sevol.report.export.SemanageChange;

/**
 * The policy store for a process whose own domain may read and not write it: semanage(8) has a
 * domain that may, and is asked for each change of rules. Booleans are read only.
 *
 * <p>{@code semanage import} commits deletions by themselves, and goes on after a line that it
 * refuses: what became of a change is read again.
 *
 * @param store reads
 * @param program semanage(8)
 */
record SemanageCommand(PolicyStore store, Path program) implements PolicyStore {
  private static final int MAX_OUTPUT = 4096;

  @Override
  public List<LocalRule> rules() throws RemedyException {
    return store.rules();
  }

  @Override
  public SortedMap<String, Boolean> booleans() throws RemedyException {
    return store.booleans();
  }

  @Override
  public void change(StoreChange change) throws IOException, RemedyException {
    List<LocalRule> before = store.rules();
    List<LocalRule> wanted = change.after(before);
    String lines = SemanageChange.text(change, before); // refuses what it cannot do
    if (wanted.equals(before)) {
      return;
    }
    String said = run(lines);
    List<LocalRule> now = store.rules();
    if (now.equals(before)) {
      throw new RemedyException("semanage import changed nothing: " + said);
    }
    if (!now.equals(wanted)) {
      throw new IOException("semanage import did not do all of it: " + said);
    }
  }

  @Override
  public void install(LocalRule rule) throws IOException, RemedyException {
    List<LocalRule> before = store.rules();
    LocalRule there = before.stream().filter(rule::sameKey).findFirst().orElse(null);
    run(
        SemanageChange.text(
            StoreChange.ofRules(List.of(), List.of(there == null ? rule : there)), before));
    if (there == null) {
      change(StoreChange.ofRules(List.of(rule), List.of()));
    }
  }

  @Override
  public void sync() throws IOException {
    store.sync();
  }

  /** What it had to say, on a line; also where that was all it did. */
  private String run(String lines) throws RemedyException {
    if (!Files.isExecutable(program)) {
      throw new RemedyException(
          program
              + " is not installed (Debian, Fedora: policycoreutils-python-utils); without it no"
              + " rule can be set from the domain that sevol runs in");
    }
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "import").redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Process process = builder.start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(lines.getBytes(StandardCharsets.US_ASCII));
      }
      String said;
      try (InputStream output = process.getInputStream()) {
        said = new String(output.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        output.transferTo(OutputStream.nullOutputStream());
      }
      int status = process.waitFor();
      String text = Plain.text(said.strip().replace('\n', ' '));
      return text.isEmpty() ? "exit status " + status : text;
    } catch (IOException e) {
      throw new RemedyException(program + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemedyException(program + ": interrupted", e);
    }
  }
}
