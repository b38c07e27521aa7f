package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.diagnosis.Cause;
import sevol.ledger.Examples;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.StatusExamples;
import sevol.selinux.SelinuxMode;

/** What {@code sevol export} prints, from journals, plans and incidents. */
class ExportCommandTest {
  private static final String APPLY =
      """
      apply it by: semanage import -f FILE
      and then relabel by:
        restorecon -RF $DATA
      """;

  @TempDir private Path temp;
  private Path data;
  private Path other;
  private final CheckHost host = new CheckHost();
  private String out = "";
  private String err = "";

  @BeforeEach
  void trees() throws IOException {
    Path real = temp.toRealPath();
    data = Files.createDirectory(real.resolve("data"));
    other = Files.createDirectory(real.resolve("it's {{ x }} $(id)"));
    host.tree.label(real, "system_u:object_r:default_t:s0");
    host.tree.label(data, "system_u:object_r:unlabeled_t:s0");
    host.tree.label(other, "system_u:object_r:unlabeled_t:s0");
  }

  private int sevol(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(1, List.of("--state", temp.resolve("state").toString()));
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    int code = Main.run(all.toArray(String[]::new), o, e, host);
    out = shown(o);
    err = shown(e);
    return code;
  }

  private String shown(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(data.toString(), "$DATA");
  }

  private int export(String... args) {
    List<String> all = new ArrayList<>(List.of("export", "--format", "semanage"));
    all.addAll(Arrays.asList(args));
    return sevol(all.toArray(String[]::new));
  }

  private static String line(String spec) {
    return "fcontext -a -f a -s system_u -t container_file_t -r s0 " + spec + "\n";
  }

  private String otherSpec() {
    return other.getParent()
        + "/it[\\x27]s[\\x20][\\x7B][\\x7B][\\x20]x[\\x20][\\x7D][\\x7D][\\x20]\\$\\(id\\)(/.*)?";
  }

  @Test
  void appliedRulesAreExportedUntilTheyAreUndone() {
    assertEquals(0, sevol("fix", "--apply", "--json", data.toString()), err);
    String id = JsonParser.parseString(out).getAsJsonObject().get("id").getAsString();
    assertEquals(0, sevol("fix", "--apply", other.toString()), err);
    assertEquals(0, export());
    assertEquals(line("$DATA(/.*)?") + line(otherSpec()), out);
    assertEquals(0, export(data.toString()));
    assertEquals(line("$DATA(/.*)?"), out);
    assertEquals(APPLY, err);
    assertEquals(0, export(temp.resolve("dat").toString()));
    assertEquals("", out);
    assertEquals(0, sevol("fix", "--undo", id));
    assertEquals(0, export());
    assertEquals(line(otherSpec()), out);
  }

  @Test
  void rulesThatWereRemovedSinceAreLeftOutIfThatCanBeTold() {
    assertEquals(0, sevol("fix", "--apply", data.toString()), err);
    host.rules.local.clear();
    assertEquals(0, export());
    assertEquals("", out);
    assertEquals("nothing to export\n", err);
    host.rules.readable = false;
    assertEquals(0, export());
    assertEquals(line("$DATA(/.*)?"), out);
    assertEquals(
        "sevol: the policy store cannot be read, so what was removed since is exported, too: it"
            + " cannot be read\n"
            + APPLY,
        err);
  }

  @Test
  void suggestedRulesAreExportedAndNothingIsChanged() {
    assertEquals(0, export("--suggested", other.toString(), data.toString()), err);
    assertEquals(line("$DATA(/.*)?") + line(otherSpec()), out);
    assertEquals(0, host.rules.commits);
    assertTrue(Files.notExists(temp.resolve("state")));
    assertEquals(0, export("--suggested", "--read-only", data.toString()), err);
    assertEquals(line("$DATA(/.*)?").replace("container_file_t", "container_ro_file_t"), out);
    assertEquals(1, export("--suggested", data.toString(), "/etc"));
    assertEquals(line("$DATA(/.*)?"), out);
    assertTrue(err.startsWith("sevol: /etc: /etc belongs to the system; mount "), err);
    assertEquals(3, export("--suggested", "/nonexistent", "/etc"));
    assertTrue(err.contains("sevol: /nonexistent: no such file or directory\n"), err);
  }

  @Test
  void openIncidentsAreSuggestedFor() throws IOException {
    Ledger ledger = new Ledger();
    Path state = temp.resolve("ledger");
    ledger.add(key(data.toString()), Examples.at(0));
    ledger.add(key(null), Examples.at(1));
    StatusExamples.ledger(state, ledger);
    assertEquals(0, export("--suggested", "--ledger", state.toString()), err);
    assertEquals(line("$DATA(/.*)?"), out);
    assertEquals(
        3, export("--suggested", "--ledger", temp.resolve("none").toString()), "no ledger");
    assertEquals("", out);
    assertTrue(err.startsWith("sevol: "), err);
  }

  private static IncidentKey key(String source) {
    return new IncidentKey(source, Cause.UNLABELED, "dir", "container_t");
  }

  @Test
  void everyFormatSaysWhereThereIsNothing() {
    for (String format : new String[] {"puppet", "ansible", "CIL"}) {
      assertEquals(0, sevol("export", "--format", format), err);
      assertTrue(out.contains(" Nothing to export.\n"), out);
      assertEquals("", err);
    }
  }

  @Test
  void wrongCommandLines() {
    assertEquals(2, sevol("export"));
    assertEquals(2, sevol("export", "--format", "chef"));
    assertEquals(2, export("--read-only", data.toString()));
    assertEquals(2, export("--read-only", "--suggested"));
    host.mode = SelinuxMode.DISABLED;
    assertEquals(3, export("--suggested", data.toString()));
  }
}
