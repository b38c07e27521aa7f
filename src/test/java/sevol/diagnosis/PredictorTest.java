package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.container.ContainerLabels;
import sevol.preflight.FakePolicy;
import sevol.selinux.Denial;
import sevol.selinux.FileStatus;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class PredictorTest {
  private static final SecurityContext PROCESS =
      SecurityContext.of("system_u:system_r:container_t:s0:c511,c767");
  private static final ContainerLabels LABELS =
      new ContainerLabels(
          SecurityContext.of("system_u:system_r:container_t:s0"),
          SecurityContext.of("system_u:object_r:container_file_t:s0"),
          SecurityContext.of("system_u:object_r:container_ro_file_t:s0"));

  private final FakePolicy policy = new FakePolicy();
  private boolean storesLabels = true;

  private Prediction predict(TreeScan scan, boolean readOnly) {
    Predictor predictor =
        new Predictor(policy, LABELS, s -> storesLabels, new ProtectedPaths(List.of()));
    return predictor.predict(scan, PROCESS, PROCESS.withRange("s0:c1,c2"), Need.ofMount(readOnly));
  }

  private static LabelGroup group(String tclass, @Nullable String label, long count) {
    return new LabelGroup(
        1,
        new ObjectClass(tclass),
        label == null ? null : SecurityContext.of("u:object_r:" + label),
        count,
        "/data/x");
  }

  /** A tree whose root is like the first group. */
  private static TreeScan scan(String path, LabelGroup... groups) {
    LabelGroup first = groups[0];
    FileStatus root = new FileStatus(path, first.tclass(), 1, 2, 1, 1, 0, 0, first.label());
    long entries = Arrays.stream(groups).mapToLong(LabelGroup::count).sum();
    return new TreeScan(
        root, List.of(groups), entries, 0, List.of(root), 0, List.of(), TreeLinks.NONE, null);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/x, dir, default_t:s0, wrong-type-label",
    "/data/x, file, container_ro_file_t:s0, wrong-type-label",
    "/data/x, dir, unlabeled_t:s0, unlabeled",
    "/data/x, dir, no_such_t:s0, unlabeled",
    "/data/x, dir, 'container_file_t:s0:c1,c2', mcs-mismatch",
    "/data/x, dir, 'default_t:s0:c1,c2', wrong-type-label",
    "/data/x, chr_file, device_t:s0, device",
    "/data/x, sock_file, var_run_t:s0, protected-host-path",
    "/etc/x, dir, etc_t:s0, protected-host-path",
    "/home/alice, dir, user_home_t:s0, protected-host-path",
    "/srv, dir, default_t:s0, protected-host-path",
    "/srv, dir, unlabeled_t:s0, unlabeled",
    "/data/x, dir, etc_t:s0, protected-host-path",
    "/data/x, dir, 'etc_t:s0:c1,c2', protected-host-path",
    "/data/x, file, var_run_t:s0, protected-host-path",
    "/data/x, dir, odd_t:s0, wrong-type-label",
  })
  void causesAreTold(String path, String tclass, String label, String cause) {
    Diagnosis diagnosis =
        predict(scan(path, group(tclass, label, 1)), false).diagnosis().orElseThrow();
    assertEquals(cause, diagnosis.cause().word(), diagnosis.reason());
  }

  @Test
  void anUnreadLabelIsUnknownAndNotDenied() {
    Prediction prediction = predict(scan("/data/x", group("dir", null, 3)), false);
    assertFalse(prediction.denied());
    assertEquals(Cause.UNKNOWN, prediction.diagnosis().orElseThrow().cause());
  }

  @Test
  void aFileSystemWithoutLabelsIsTheCauseWhateverTheLabel() {
    storesLabels = false;
    Prediction prediction = predict(scan("/data/x", group("dir", "nfs_t:s0", 3)), false);
    assertEquals(Cause.NO_XATTR_FILESYSTEM, prediction.diagnosis().orElseThrow().cause());
  }

  @Test
  void theKernelsOwnFilesAreTheHosts() {
    storesLabels = false;
    Prediction prediction = predict(scan("/proc/sys", group("dir", "default_t:s0", 3)), false);
    assertEquals(Cause.PROTECTED_HOST_PATH, prediction.diagnosis().orElseThrow().cause());
  }

  @Test
  void typesOfTheHostsOwnAreNamed() {
    TreeScan scan =
        scan(
            "/data/x",
            group("dir", "etc_t:s0", 2),
            group("file", "device_t:s0", 1),
            group("sock_file", "var_run_t:s0", 1));
    String reason = predict(scan, false).diagnosis().orElseThrow().reason();
    assertTrue(
        reason.endsWith(", and etc_t, device_t are types of the host's own, others need them"),
        reason);
    String one =
        predict(scan("/data/x", group("dir", "etc_t:s0", 1)), false)
            .diagnosis()
            .orElseThrow()
            .reason();
    assertEquals(
        "it carries etc_t; container_t may not write it, and etc_t is a type of the host's own,"
            + " others need it",
        one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc_t", "unlabeled_t", "default_t", "user_home_t", "device_t"})
  void aRecordedDenialHasTheCauseThatWasForeseen(String type) {
    Cause foreseen =
        predict(scan("/data/x", group("dir", type + ":s0", 1)), false)
            .diagnosis()
            .orElseThrow()
            .cause();
    Denial denial =
        Denials.of(
            "{ write } for pid=1 comm=\"sh\" name=\"x\" dev=\"sda1\" ino=3 tclass=dir scontext="
                + PROCESS
                + " tcontext=system_u:object_r:"
                + type
                + ":s0");
    assertEquals(DenialDiagnosis.diagnose(denial, Optional.empty()).cause(), foreseen);
  }

  @Test
  void nothingThatAContainerLabelPermitsIsAPolicyGap() {
    Prediction prediction =
        predict(scan("/data/x", group("file", "container_file_t:s0", 1)), false);
    assertTrue(prediction.diagnoses().isEmpty());
    SecurityContext odd = PROCESS.withType("odd_t");
    policy.domain("odd_t").shutOut("odd_t");
    Predictor predictor = new Predictor(policy, LABELS, s -> true, new ProtectedPaths(List.of()));
    Diagnosis gap =
        predictor
            .predict(
                scan("/data/x", group("dir", "default_t:s0", 1)), odd, null, Need.ofMount(false))
            .diagnosis()
            .orElseThrow();
    assertEquals(Cause.POLICY_GAP, gap.cause());
  }

  @Test
  void theRootsCauseComesBeforeTheMoreFrequentOne() {
    Prediction prediction =
        predict(
            scan(
                "/data/x",
                group("dir", "default_t:s0", 1),
                group("file", "container_file_t:s0:c1,c2", 40)),
            false);
    assertEquals(
        List.of(Cause.WRONG_TYPE_LABEL, Cause.MCS_MISMATCH),
        prediction.diagnoses().stream().map(Diagnosis::cause).toList());
  }

  @Test
  void reasonsCountAndNameTheTypes() {
    Prediction prediction =
        predict(
            scan(
                "/data/x",
                group("dir", "container_file_t:s0", 2),
                group("file", "default_t:s0", 40),
                group("file", "user_home_t:s0", 1)),
            false);
    assertEquals(
        "41 of 43 entries (/data/x, …) carry default_t, user_home_t; container_t may not read or"
            + " write them",
        prediction.diagnosis().orElseThrow().reason());
    assertFalse(prediction.silent(), "only one of the two types is not audited");
  }

  @Test
  void newFilesOfTheContainersOwnLevelAreAWarningForOthersOnly() {
    TreeScan shared = scan("/data/x", group("dir", "container_file_t:s0", 1));
    assertNotNull(predict(shared, false).newEntries());
    assertTrue(predict(shared, false).diagnoses().isEmpty());
    assertNull(predict(shared, true).newEntries(), "nothing is made on a read-only mount");
    policy.newFilesTakeDirectoryLevel = true;
    assertNull(predict(shared, false).newEntries());
  }

  @Test
  void newFilesOfATypeClosedToTheContainerAreDenied() {
    policy.transitions.put("container_file_t", "default_t");
    Prediction prediction = predict(scan("/data/x", group("dir", "container_file_t:s0", 1)), false);
    assertTrue(prediction.denied());
    assertTrue(
        prediction.diagnosis().orElseThrow().reason().startsWith("files that it makes here"),
        prediction.diagnosis().orElseThrow().reason());
  }

  @Test
  void aSourceThatIsAFileNeedsNoRightToRemoveIt() {
    Prediction file = predict(scan("/data/f", group("file", "default_t:s0", 1)), false);
    assertEquals(
        List.of("read", "open", "getattr", "write", "append", "setattr"),
        List.copyOf(file.groups().get(0).denied()));
  }

  @Test
  void aRootThatIsShutSilentlyMakesItAllSilent() {
    Prediction prediction =
        predict(
            scan("/data/x", group("dir", "user_home_t:s0", 1), group("file", "default_t:s0", 9)),
            false);
    assertTrue(prediction.silent());
  }

  @Test
  void aDirectoryOfAnotherContainerIsShutSilently() {
    assertTrue(
        predict(
                scan(
                    "/data/x",
                    group("dir", "container_file_t:s0:c1,c2", 1),
                    group("file", "container_file_t:s0:c1,c2", 1)),
                false)
            .silent());
  }
}
