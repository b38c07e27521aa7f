package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.ledger.Examples;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.StatusExamples;
import sevol.selinux.SelinuxMode;

/** What {@code sevol fix} prints and returns, from plan to undo. */
class FixCommandTest {
  private static final String CONTAINER_FILE = "system_u:object_r:container_file_t:s0";
  private static final String NOTE =
      """
              note: Under this policy a new file takes the level of the process that made it. Run every container on this path with --security-opt label=level:s0 (or the mount option :z, which relabels the tree at every start); without it one container's files are closed to the next.
      """;

  @TempDir private Path temp;
  private Path data;
  private final CheckHost host = new CheckHost();
  private String out = "";
  private String err = "";

  @BeforeEach
  void aTree() throws IOException {
    data = Files.createDirectory(temp.toRealPath().resolve("data"));
    Files.writeString(data.resolve("old.txt"), "x\n");
    host.tree.label(temp.toRealPath(), "system_u:object_r:default_t:s0");
    host.tree.label(data, "unconfined_u:object_r:unlabeled_t:s0");
    host.tree.label(data.resolve("old.txt"), "unconfined_u:object_r:unlabeled_t:s0");
  }

  private int fix(String... args) {
    List<String> all = new ArrayList<>(List.of("fix", "--state", temp.resolve("state").toString()));
    all.addAll(List.of(args));
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    int code = Main.run(all.toArray(String[]::new), o, e, host);
    out = o.toString(StandardCharsets.UTF_8).replace(data.toString(), "$DATA");
    out = out.replace(data.getParent().toString(), "$TEMP").replaceAll("about \\d+ s", "about N s");
    err = e.toString(StandardCharsets.UTF_8).replace(data.toString(), "$DATA");
    return code;
  }

  private JsonObject json(String... args) {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(args));
    fix(all.toArray(String[]::new));
    return JsonParser.parseString(out).getAsJsonObject();
  }

  private String label(String name) throws IOException {
    return String.valueOf(host.tree.look(data.resolve(name)).label());
  }

  @Test
  void aPlanShowsRuleCountsAndTheCommand() throws IOException {
    assertEquals(1, fix(data.toString()));
    assertEquals(
        """
        PLAN    $DATA  (not applied yet)
                unlabeled: 2 of 2 entries carry unlabeled_t; container_t may not search, read or write them
                rule:    '$DATA(/.*)?' system_u:object_r:container_file_t:s0
                relabel: 2 of 2 entries, about N s: user, role, type and level, as restorecon -F does
                now:     2 unconfined_u:object_r:unlabeled_t:s0
                run with: --security-opt label=level:s0
        """
            + NOTE
            + """
                      note: $TEMP is default_t too: what is made beside this path will be so again. If all of it is for containers, fix it instead.
                      apply:   sudo sevol fix --apply $DATA
              """,
        out);
    assertEquals("unconfined_u:object_r:unlabeled_t:s0", label("old.txt"));
    assertEquals(0, host.rules.commits);
  }

  @Test
  void planDependsOnNoEnginesSettingsAndNeedsNoWordsOfThePolicy() {
    host.engines.unlabelled.put(Engine.PODMAN, "containers.conf: label = false");
    host.explainer =
        (scontext, tcontext, denied) -> {
          throw new IOException("asked, though nobody prints it");
        };
    assertEquals(1, fix(data.toString()));
    assertTrue(out.contains("unlabeled: 2 of 2 entries carry unlabeled_t"), out);
    assertEquals("", err);
  }

  @Test
  void appliedAgainAndUndone() throws IOException {
    JsonObject applied = json("--apply", data.toString());
    assertEquals("applied", applied.get("state").getAsString(), err);
    assertEquals(2, applied.get("relabelled").getAsLong());
    assertEquals(CONTAINER_FILE, label("old.txt"));

    assertEquals(0, fix("--apply", data.toString()));
    assertTrue(out.startsWith("FINE    $DATA  (nothing to do"), out);
    assertEquals(1, host.rules.commits);

    String id = applied.get("id").getAsString();
    assertEquals(0, fix("--undo", id));
    assertEquals("UNDONE  $DATA  (2 labels restored)\n", out);
    assertEquals("unconfined_u:object_r:unlabeled_t:s0", label("old.txt"));
    assertEquals(List.of(), host.rules.local);
    assertEquals(0, fix("--undo"));
    assertEquals(id + "  undone      $DATA\n", out);
    assertEquals("already-undone", json("--undo", id).get("state").getAsString());
  }

  @Test
  void everyKeyOfTheJsonIsAlwaysThere() {
    assertEquals(
        json(data.toString()).keySet(), json("--apply", "/etc").keySet(), "planned and refused");
  }

  @Test
  void readOnlyTreesGetTheTypeThatContainersMayOnlyRead() {
    assertEquals(
        "system_u:object_r:container_ro_file_t:s0",
        json("--read-only", data.toString()).get("label").getAsString());
  }

  @Test
  void theSystemsOwnIsRefused() {
    assertEquals(1, fix("--apply", "/etc"));
    assertEquals(
        """
        REFUSED /etc  (nothing was changed)
                /etc belongs to the system
                instead: mount a dedicated directory instead, or see udica(8) for a policy
        """,
        out);
  }

  @Test
  void aLinkIsResolvedAndGuardedByWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("/etc"));
    assertEquals(1, fix("--apply", link.toString()));
    assertTrue(out.startsWith("REFUSED /etc "), out);
  }

  @Test
  void whatIsNotThereIsOneLineAndTheOthersAreStillDone() throws IOException {
    assertEquals(3, fix("--apply", "/nonexistent", data.toString()));
    assertTrue(err.startsWith("sevol: /nonexistent: no such file or directory\nsevol: fix "), err);
    assertEquals(CONTAINER_FILE, label("old.txt"));
  }

  @Test
  void anIncidentIsFixedAtItsSource() throws IOException {
    Path state = temp.resolve("ledger");
    IncidentKey known = new IncidentKey(data.toString(), Cause.UNLABELED, "dir", "container_t");
    IncidentKey unproved = new IncidentKey(null, Cause.UNLABELED, "dir", "container_t");
    Ledger ledger = new Ledger();
    ledger.add(known, Examples.at(0));
    ledger.add(unproved, Examples.at(1));
    StatusExamples.ledger(state, ledger);
    String[] args = {"--ledger", state.toString(), "--incident", known.id().substring(0, 8)};
    assertEquals(1, fix(args), err);
    assertTrue(out.startsWith("PLAN    $DATA "), out);
    assertTrue(out.contains(":container_file_t:s0\n"), out);
    args[3] = unproved.id();
    assertEquals(3, fix(args));
    assertTrue(err.startsWith("sevol: no mount is proved for incident " + unproved.id()), err);
    args[3] = "x";
    assertEquals(2, fix(args));
    assertTrue(err.startsWith("sevol: no incident has an id that begins with 'x'"), err);
    args[1] = temp.resolve("none").toString();
    assertEquals(3, fix(args));
    assertEquals(2, fix(args[2], args[3], data.toString()), "a path, too");
  }

  @Test
  void badCommandLines() {
    assertEquals(2, fix());
    assertEquals(
        "sevol: name a PATH or an --incident ID to fix, or --undo ID or --resume ID with the id that"
            + " a fix printed (see: sevol fix --help)\n",
        err);
    assertEquals(3, fix("--undo", "../../etc/passwd"));
    assertEquals(
        "sevol: ../../etc/passwd: not the id of a fix; an id looks like 20261122-141025-0a1b\n",
        err);
    assertEquals(3, fix("--undo", "20261122-141025-0a1b"));
    assertEquals(
        "sevol: 20261122-141025-0a1b: no such fix; sevol fix --undo without an ID lists them\n",
        err);
  }

  @Test
  void withoutSelinuxThereIsNothingToFix() {
    host.mode = SelinuxMode.DISABLED;
    assertEquals(3, fix(data.toString()));
    assertEquals("sevol: SELinux is disabled here: labels have no effect, nothing to fix\n", err);
  }
}
