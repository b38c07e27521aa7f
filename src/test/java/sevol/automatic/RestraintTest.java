package sevol.automatic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevol.diagnosis.Cause;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.RuleChange;
import sevol.remedy.TreePlan;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class RestraintTest {
  private static final Restraint RESTRAINT =
      new Restraint(List.of(Path.of("/srv/ci"), Path.of("/home/src")));
  private static final SecurityContext CONTAINER =
      SecurityContext.of("system_u:object_r:container_file_t:s0");
  private static final LocalRule NEW =
      new LocalRule("/srv/ci/job(/.*)?", FileType.ANY, CONTAINER.toString());

  /** What lies where; a mount id, or what is wrong. */
  private static final class Files implements FileTree {
    @Override
    public FileStatus look(Path path) throws IOException {
      String name = path.toString();
      if (name.contains("link")) {
        throw new FileSystemLoopException(name);
      }
      if (name.contains("gone")) {
        throw new NoSuchFileException(name);
      }
      return status(name, name.contains("mounted") ? 8 : 7);
    }

    @Override
    public void walk(Path root, Visitor visitor) {
      throw new UnsupportedOperationException();
    }
  }

  private static FileStatus status(String path, long mount) {
    return new FileStatus(path, ObjectClass.DIR, 1, path.hashCode(), mount, 2, 0, 0, null);
  }

  private static TreePlan plan(
      Map<String, Long> labels, @Nullable RuleChange rules, String... left) {
    return new TreePlan(
        Path.of("/srv/ci/job"),
        status("/srv/ci/job", 7),
        null,
        false,
        null,
        CONTAINER,
        rules,
        new TreePlan.Cost(3, 3, 1, labels),
        List.of(),
        List.of(left),
        List.of());
  }

  private static String against(TreePlan plan, String assigned) {
    return RESTRAINT.against(plan, Optional.of(SecurityContext.of(assigned))).orElse("nothing");
  }

  private static String byRule(LocalRule... before) {
    RuleChange change = new RuleChange(NEW, List.of(before), List.of(NEW));
    return against(
        plan(Map.of("system_u:object_r:unlabeled_t:s0", 3L), change), "system_u:object_r:var_t:s0");
  }

  private static LocalRule local(String spec) {
    return new LocalRule(spec, FileType.ANY, "system_u:object_r:var_t:s0");
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/ci/job, nothing",
    "/home/src/a/b, nothing",
    "/srv/ci, it is not below a prefix of the settings",
    "/srv/cider, it is not below a prefix of the settings",
    "/srv/ci/../x, it is not below a prefix of the settings",
    "/srv/other, it is not below a prefix of the settings",
    "/srv/ci/link/x, a component of it is a symbolic link",
    "/srv/ci/mounted, it lies on another mount than /srv/ci",
    "/srv/ci/gone, it is not there any more",
  })
  void pathLiesBelowAPrefixOnItsMountWithoutLinks(Path path, String said) throws IOException {
    assertEquals(said, RESTRAINT.against(path, new Files()).orElse("nothing"));
  }

  @Test
  void onlyLabelsThatNobodyChoseAreACause() {
    for (Cause cause : Cause.values()) {
      boolean forIt = cause == Cause.UNLABELED || cause == Cause.WRONG_TYPE_LABEL;
      assertEquals(forIt, Restraint.against(cause).isEmpty(), cause.word());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "system_u:object_r:unlabeled_t:s0, true",
    "unconfined_u:object_r:user_home_t:s0, true",
    "system_u:object_r:mnt_t:s0, true",
    "system_u:object_r:default_t:s0, true",
    "system_u:object_r:container_file_t:s0, true",
    "'system_u:object_r:container_file_t:s0:c1,c2', false",
    "system_u:object_r:httpd_sys_content_t:s0, false",
    "system_u:object_r:user_home_dir_t:s0, false",
    "system_u:object_r:ssh_home_t:s0, false",
    "nonsense, false",
  })
  void whatWasLabelledOnPurposeStays(String label, boolean allowed) {
    String said = against(plan(Map.of(label, 1L), null), "system_u:object_r:var_t:s0");
    assertEquals(allowed ? "nothing" : "it was labelled on purpose: " + label + " on 1", said);
  }

  @Test
  void aRuleThatIsAboutThePathIsSomebodysDecision() {
    assertEquals("nothing", byRule());
    assertEquals("nothing", byRule(local("/srv(/.*)?"), local("/opt/x"), local("/srv/ci/other")));
    String said = "a local rule is about it: ";
    for (String spec : List.of("/srv/ci/job(/.*)?", "/srv/ci/job/keys", "/srv/ci/j.*")) {
      assertEquals(said + spec + " system_u:object_r:var_t:s0", byRule(local(spec)));
    }
  }

  @Test
  void aRuleOfThePolicyToo() {
    RuleChange change = new RuleChange(NEW, List.of(), List.of(NEW));
    String httpd = "system_u:object_r:httpd_sys_content_t:s0";
    assertEquals("a rule of the policy assigns " + httpd, against(plan(Map.of(), change), httpd));
    assertEquals("nothing", against(plan(Map.of(), null), CONTAINER.toString()));
  }

  @Test
  void anEquivalenceToo() {
    LocalRule elsewhere = new LocalRule("/var/ci/job(/.*)?", FileType.ANY, CONTAINER.toString());
    RuleChange change = new RuleChange(elsewhere, List.of(), List.of(elsewhere));
    assertEquals(
        "an equivalence gives it the rules of another path",
        against(plan(Map.of(), change), "system_u:object_r:var_t:s0"));
  }

  @Test
  void whatWouldKeepItsLabelIsForAnAdministrator() {
    assertEquals(
        "some of it would keep its label: /srv/ci/job/s",
        against(plan(Map.of(), null, "/srv/ci/job/s"), CONTAINER.toString()));
  }
}
