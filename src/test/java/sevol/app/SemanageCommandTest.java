package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.selinux.BooleanValue;

/** With a program in the place of semanage that keeps what it was given, and says something. */
class SemanageCommandTest {
  private static final String CONTEXT = "system_u:object_r:container_file_t:s0";
  private static final LocalRule OLD = new LocalRule("/srv/old", FileType.ANY, CONTEXT);
  private static final LocalRule NEW = new LocalRule("/srv/a-dir", FileType.DIR, CONTEXT);
  private static final StoreChange CHANGE = StoreChange.ofRules(List.of(OLD), List.of(NEW));

  @TempDir private Path temp;

  /** What the store holds: before the program ran, and then. */
  private record Store(Path ran, List<LocalRule> before, List<LocalRule> after)
      implements PolicyStore {
    @Override
    public List<LocalRule> rules() {
      return Files.exists(ran) ? after : before;
    }

    @Override
    public SortedMap<String, Boolean> booleans() {
      return Collections.emptySortedMap();
    }

    @Override
    public void change(StoreChange change) {
      throw new AssertionError("the domain may not write it");
    }

    @Override
    public void install(LocalRule rule) {
      throw new AssertionError("the domain may not write it");
    }

    @Override
    public void sync() {
      throw new AssertionError("nobody asked for it");
    }
  }

  private PolicyStore semanage(LocalRule before, List<LocalRule> after) throws IOException {
    Path program = temp.resolve("semanage");
    String lines = "cat >>'" + temp.resolve("lines") + "'\n";
    Files.writeString(program, "#!/bin/sh\n" + lines + "echo 'no \033[2J such type'\nexit 1\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new SemanageCommand(new Store(temp.resolve("lines"), List.of(before), after), program);
  }

  private String lines() throws IOException {
    return Files.readString(temp.resolve("lines"));
  }

  @Test
  void rulesAreDeletedAndAdded() throws Exception {
    semanage(OLD, List.of(NEW)).change(CHANGE);
    assertEquals(
        """
        fcontext -d -f a /srv/old
        fcontext -a -f d -s system_u -t container_file_t -r s0 /srv/a-dir
        """,
        lines());
  }

  @Test
  void whatStandsIsModified() throws Exception {
    LocalRule none = new LocalRule(OLD.spec(), OLD.fileType(), LocalRule.NONE);
    semanage(OLD, List.of(none)).change(StoreChange.ofRules(List.of(), List.of(none)));
    assertEquals("fcontext -m -f a -t <<none>> /srv/old\n", lines());
  }

  @Test
  void itIsNotAskedWhereNothingDiffers() throws Exception {
    semanage(OLD, List.of()).change(StoreChange.ofRules(List.of(NEW), List.of(OLD)));
    assertFalse(Files.exists(temp.resolve("lines")));
  }

  @Test
  void nothingChangedOrOnlyPartOfItAreTwoThings() throws Exception {
    PolicyStore nothing = semanage(OLD, List.of(OLD));
    RemedyException e = assertThrows(RemedyException.class, () -> nothing.change(CHANGE));
    assertEquals("semanage import changed nothing: no \\x1B[2J such type", e.getMessage());
    Files.delete(temp.resolve("lines"));
    PolicyStore part = semanage(OLD, List.of());
    assertThrows(IOException.class, () -> part.change(CHANGE));
  }

  @Test
  void installingCommitsWhatIsThere() throws Exception {
    semanage(OLD, List.of(OLD)).install(OLD);
    assertEquals("fcontext -m -f a -s system_u -t container_file_t -r s0 /srv/old\n", lines());
  }

  @Test
  void booleansAndRulesThatSemanageCannotReadAreRefused() throws Exception {
    PolicyStore store = semanage(OLD, List.of(NEW));
    LocalRule quote = new LocalRule("/srv/q\"", FileType.ANY, CONTEXT);
    assertThrows(
        RemedyException.class, () -> store.change(StoreChange.ofRules(List.of(), List.of(quote))));
    StoreChange on =
        new StoreChange(
            List.of(), List.of(), List.of(new BooleanValue("container_use_nfs", true)), List.of());
    assertThrows(RemedyException.class, () -> store.change(on));
    assertFalse(Files.exists(temp.resolve("lines")));
  }

  @Test
  void whereThereIsNoneItsPackageIsNamed() {
    PolicyStore store =
        new SemanageCommand(
            new Store(temp.resolve("lines"), List.of(OLD), List.of()), temp.resolve("none"));
    RemedyException e = assertThrows(RemedyException.class, () -> store.change(CHANGE));
    assertTrue(e.getMessage().contains("policycoreutils-python-utils"), e.getMessage());
  }
}
