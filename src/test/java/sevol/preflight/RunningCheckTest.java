package sevol.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.container.Engine;
import sevol.container.MountTable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.ProtectedPaths;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

class RunningCheckTest {
  private static final String CONTAINER = "system_u:system_r:container_t:s0:c1,c2";

  @TempDir private Path temporary;
  private Path data = Path.of("/");
  private final FakePolicy policy = new FakePolicy();
  private final FakeTree labels = new FakeTree();
  private SelinuxMode mode = SelinuxMode.ENFORCING;
  private boolean present = true;
  private int walks;
  private long nanos;
  private final RunningCheck check =
      new RunningCheck(this::host, this::mounts, c -> present, () -> nanos);

  @BeforeEach
  void files() throws IOException {
    data = Files.createDirectories(temporary.toRealPath().resolve("data"));
    Files.writeString(data.resolve("file"), "");
  }

  private Surroundings host() {
    return new Surroundings(
        mode,
        policy,
        new Counting(),
        ContainerLabels.DEFAULT,
        List.of(),
        s -> true,
        s -> true,
        new ProtectedPaths(List.of()),
        new FakeEngines(),
        (scontext, tcontext, denied) -> Optional.empty());
  }

  private MountTable mounts() {
    try {
      Path proc = Files.createDirectories(temporary.resolve("proc/self"));
      if (Files.notExists(proc.resolve("mountinfo"))) {
        Files.createFile(proc.resolve("mountinfo"));
      }
      return MountTable.of(temporary);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private final class Counting implements FileTree {
    @Override
    public FileStatus look(Path path) throws IOException {
      return labels.look(path);
    }

    @Override
    public void walk(Path root, Visitor visitor) throws IOException {
      walks++;
      labels.walk(root, visitor);
    }
  }

  private List<Forecast> check(@Nullable String process, Path... sources) {
    return check(process, null, false, sources);
  }

  private List<Forecast> check(
      @Nullable String process, @Nullable Integer owner, boolean readOnly, Path... sources) {
    return check.check(
        new Container(
            Engine.PODMAN,
            "1",
            "web",
            process == null ? null : SecurityContext.of(process),
            null,
            null,
            Arrays.stream(sources).map(s -> new BindMount(s, Path.of("/data"), readOnly)).toList(),
            owner));
  }

  private void label(String type) {
    labels.label(data, "system_u:object_r:" + type);
  }

  @Test
  void fineMountHasNoForecast() {
    label("container_file_t:s0");
    policy.newFilesTakeDirectoryLevel = true;
    assertEquals(List.of(), check(CONTAINER, data));
  }

  @Test
  void shutSourceIsForetoldWithWhatIsMetFirst() {
    label("user_home_t:s0");
    Forecast f = check(CONTAINER, data).get(0);
    assertEquals(Cause.WRONG_TYPE_LABEL, f.diagnosis().cause());
    assertTrue(f.silent());
    assertEquals("dir", f.tclass());
    assertTrue(f.perms().containsAll(Set.of("search", "read", "write")), f.toString());
    assertEquals(SecurityContext.of("system_u:object_r:user_home_t:s0"), f.label());
    assertEquals(data.toString(), f.example());
    assertEquals(
        List.of(List.of("sudo", "sevol", "fix", "--apply", data.toString())),
        f.advice().commands());
  }

  @Test
  void whatTheLogWillTellIsNotSilent() {
    label("default_t:s0");
    assertFalse(check(CONTAINER, data).get(0).silent());
  }

  @Test
  void foreignLevelOnADirectoryIsSilent() {
    label("container_file_t:s0:c8,c9");
    Forecast f = check(CONTAINER, data).get(0);
    assertEquals(Cause.MCS_MISMATCH, f.diagnosis().cause());
    assertTrue(f.silent());
  }

  @Test
  void levelThatTheNextContainerTookIsNoForecastOfOneThatIsGone() {
    label("container_file_t:s0:c8,c9");
    present = false;
    assertEquals(List.of(), check(CONTAINER, data));
    label("user_home_t:s0"); // but a wrong type stays wrong
    assertEquals(1, check(CONTAINER, data).size());
  }

  @Test
  void entriesBelowAFineSourceAreForetold() {
    label("container_file_t:s0");
    labels.label(data.resolve("file"), "system_u:object_r:user_home_t:s0");
    Forecast f = check(CONTAINER, data).get(0);
    assertEquals("file", f.tclass());
    assertEquals(data.resolve("file").toString(), f.example());
  }

  @Test
  void readOnlyMountNeedsReadingOnly() {
    label("etc_t:s0");
    assertEquals(List.of(), check(CONTAINER, null, true, data));
    assertEquals(1, check(CONTAINER, null, false, data).size());
  }

  @Test
  void unconfinedContainersAndPermissiveHostsAreLeftAlone() {
    label("user_home_t:s0");
    assertEquals(List.of(), check(null, data));
    assertEquals(List.of(), check("system_u:system_r:spc_t:s0", data));
    mode = SelinuxMode.PERMISSIVE;
    assertEquals(List.of(), check(CONTAINER, data));
    mode = SelinuxMode.ENFORCING;
    assertEquals(0, walks);
    policy.permissive = true;
    assertEquals(List.of(), check(CONTAINER, data));
  }

  @Test
  void hundredContainersScanASourceOnce() {
    label("container_file_t:s0:c8,c9");
    for (int i = 10; i < 110; i++) {
      assertEquals(1, check("system_u:system_r:container_t:s0:c1,c" + i, data).size());
    }
    assertEquals(List.of(), check("system_u:system_r:container_t:s0:c8,c9", data));
    assertEquals(1, walks);
    nanos += TimeUnit.SECONDS.toNanos(60);
    check(CONTAINER, data);
    assertEquals(2, walks);
  }

  @Test
  void relabelledSourceIsScannedAgain() {
    label("container_file_t:s0:c8,c9");
    assertEquals(1, check(CONTAINER, data).size());
    label("container_file_t:s0:c1,c2");
    assertEquals(List.of(), check(CONTAINER, data));
  }

  @Test
  void userCannotForetellForSomebodyElsesDirectory() throws IOException {
    label("user_home_t:s0");
    int owner = (int) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    assertEquals(List.of(), check(CONTAINER, owner + 1, false, data));
    assertEquals(0, walks);
    assertEquals(1, check(CONTAINER, owner, false, data).size());
  }

  @Test
  void missingSourceIsUnknownAndSaysNothing() {
    assertEquals(List.of(), check(CONTAINER, data.resolve("nothing")));
  }
}
