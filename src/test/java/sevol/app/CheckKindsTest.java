package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.selinux.BooleanValue;
import sevol.selinux.DenialReason;
import sevol.selinux.Explanation;
import sevol.selinux.SecurityContext;

/** {@code sevol check} of volumes, devices, other containers' mounts, and of relabels. */
class CheckKindsTest extends CheckFixture {
  @Test
  void newVolumesAreTheEnginesOwn() throws IOException {
    check("volume-new", "--", "docker", "run", "-v", "data:/a", "-v", "/b", "--rm", "img");
  }

  @Test
  void podmansVolumeIsTakenAsItIsAndDockersRelabelled() throws IOException {
    host.engines.volumes.put("data", new VolumePlace(dir.resolve("scripts"), false));
    check("volume-podman", "--", "podman", "run", "-v", "data:/a:ro", "img");
    check("volume-docker", "--", "docker", "run", "-v", "data:/a", "img");
    check("volume-docker-options", "--", "docker", "run", "-v", "data:/a:ro", "img");
  }

  @Test
  void volumeThatIsMountedLaterCannotBeTold() throws IOException {
    host.engines.volumes.put("nfs", new VolumePlace(dir.resolve("scripts"), true));
    check("volume-later", "--", "docker", "run", "-v", "nfs:/a", "img");
  }

  @Test
  void mountsOfAnotherContainerAreChecked() throws IOException {
    host.containers.add(container("web", "s0:c1,c2", dir.resolve("scripts")));
    check("volumes-from", "--", "podman", "run", "--volumes-from", "web:ro", "img");
    check("volumes-from-unknown", "--", "podman", "run", "--volumes-from", "gone", "img");
  }

  @Test
  void deviceIsANodeOfTheContainersButForRootlessPodman() throws IOException {
    check("device", "--", "podman", "run", "--device", "/dev/null", "img");
    check("device-missing", "--", "docker", "run", "--device", "$DIR/none:/dev/x", "img");
    host.engines.rootless = true;
    host.tree.label(Path.of("/dev/null"), "system_u:object_r:device_t:s0");
    check("device-rootless", "--", "podman", "run", "--device", "/dev/null", "img");
  }

  @Test
  void whatTheEngineMakesHasTheContainersLabel() throws IOException {
    check("made", "--", "podman", "run", "--tmpfs", "/t", "--mount", "type=tmpfs,dst=/u", "img");
  }

  @Test
  void needsNarrowWhatIsAsked() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:container_ro_file_t:s0");
    check("need-read", "--need", "read", "-v", "$DIR/scripts:/a");
    check("need-exec", "--need", "read,exec", "-v", "$DIR/scripts:/a");
    check("need-write-ro", "--need", "write", "-v", "$DIR/scripts:/a:ro");
    check("need-bad", "--need", "fly", "-v", "$DIR/scripts:/a");
  }

  @Test
  void readOnlyFileSystemCannotBeRelabelled() throws IOException {
    host.writable = status -> false;
    check("relabel-rofs", "-v", "$DIR/scripts:/a:z");
  }

  @Test
  void whatOneMountRelabelsHoldsForTheOthers() throws IOException {
    host.policy.newFilesTakeDirectoryLevel = true;
    check("relabel-along", "-v", "$DIR/scripts/lib:/a", "-v", "$DIR/scripts:/b:z");
  }

  @Test
  void readOnlyMountBelowCannotBeRelabelledEither() throws IOException {
    Path below = dir.resolve("scripts/lib");
    host.tree.mount(below);
    host.writable = status -> status.mountId() == 1;
    check("relabel-rofs-below", "-v", "$DIR/scripts:/a:z");
    host.tree.label(dir.resolve("scripts"), FILE);
    host.policy.newFilesTakeDirectoryLevel = true;
    check("relabel-rofs-below-done", "-v", "$DIR/scripts:/a:z");
  }

  @Test
  void nothingIsMadeOnAReadOnlyFileSystem() throws IOException {
    host.writable = status -> false;
    check("missing-rofs", "-v", "$DIR/none:/a");
  }

  @Test
  void throughAnOverlayProgramsAreAskedAboutToo() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:container_ro_file_t:s0");
    String[] run = {"--engine", "podman", "-v", "$DIR/scripts:/a:O"};
    check("overlay", run);
    host.storesLabels = status -> false;
    check("overlay-vfat", run);
    host.storesLabels = status -> true;
    check("overlay-exec", "--need", "write,exec", run[0], run[1], run[2], run[3]);
  }

  @Test
  void flawedEngineLeavesWhatIsBelowALabelledTop() throws IOException {
    host.policy.newFilesTakeDirectoryLevel = true;
    host.tree.label(dir.resolve("scripts"), FILE);
    host.tree.label(dir.resolve("scripts/lib"), "system_u:object_r:user_home_t:s0");
    check("relabel-whole", "-v", "$DIR/scripts:/a:z");
    host.engines.flaws.add(RelabelFlaw.STOPS_AT_TOP);
    check("relabel-flawed", "-v", "$DIR/scripts:/a:z");
  }

  @Test
  void mountBelowWithoutLabelsStopsTheRelabel() throws IOException {
    host.tree.mount(dir.resolve("scripts/lib"));
    host.tree.label(dir.resolve("scripts/lib"), "system_u:object_r:container_file_t:s0");
    host.storesLabels = status -> status.mountId() == 1;
    check("relabel-stops-denied", "-v", "$DIR/scripts:/a:z");
    host.tree.label(dir.resolve("scripts"), FILE);
    host.tree.label(dir.resolve("scripts/packagervm"), "system_u:object_r:user_home_t:s0");
    check("relabel-stops-unknown", "-v", "$DIR/scripts:/a:z");
  }

  @Test
  void linksThatLeaveTheTreeAreNamed() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE);
    Files.createSymbolicLink(dir.resolve("scripts/out"), Path.of("../../etc/passwd"));
    Files.createSymbolicLink(dir.resolve("scripts/absolute"), Path.of("/srv/other"));
    Files.createSymbolicLink(dir.resolve("scripts/inside"), Path.of("/a/lib"));
    Files.createSymbolicLink(dir.resolve("scripts/lib/up"), Path.of("../packagervm"));
    Files.createLink(dir.resolve("second"), dir.resolve("scripts/packagervm"));
    check("links", "-v", "$DIR/scripts:/a:ro");
    check("links-relabel", "-v", "$DIR/scripts:/a:ro,Z");
  }

  @Test
  void booleanThatWouldAllowIsNamedAndThePolicyQuoted() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:odd_t:s0");
    host.explainer =
        (scontext, tcontext, denied) ->
            Optional.of(
                new Explanation(
                    new DenialReason(DenialReason.Kind.NO_ALLOW_RULE, "no rule allows " + denied),
                    List.of(new BooleanValue("container_odd", true))));
    check("boolean", "-v", "$DIR/scripts:/a:ro");
  }

  @Test
  void policyThatMayNotBeReadIsAWarning() throws IOException {
    host.explainer =
        (scontext, tcontext, denied) -> {
          throw new IOException("/sys/fs/selinux/policy: not readable by this user");
        };
    check("no-words", "-v", "$DIR/scripts:/a:ro");
  }

  @Test
  void exhaustedJvmIsNoDenial() throws IOException {
    host.explainer =
        (scontext, tcontext, denied) -> {
          throw new StackOverflowError();
        };
    check("jvm-error", "-v", "$DIR/scripts:/a:ro");
  }

  @Test
  void directoryThatDockerMakesHasALabelOfDockers() throws IOException {
    host.tree.label(dir, "system_u:object_r:default_t:s0");
    host.engines.domain = SecurityContext.of("system_u:system_r:dockerd_t:s0");
    host.policy.transitions.put("default_t", "odd_t");
    check("missing-transition", "-v", "$DIR/none/deep:/a");
  }

  @Test
  void podmanThatSetsNoLabelsRelabelsAllTheSame() throws IOException {
    host.engines.unlabelled.put(Engine.PODMAN, "containers.conf: label = false");
    check("podman-off", "--engine", "podman", "-v", "$DIR/scripts:/a:Z");
  }

  @Test
  void junitTellsDenialsAsFailures() throws IOException {
    Files.createDirectory(dir.resolve("a<&\"\u0001"));
    check(
        "junit",
        "--format",
        "junit",
        "-v",
        "$DIR/scripts:/a",
        "-v",
        "/etc/passwd:/b:ro",
        "-v",
        "$DIR/a<&\"\u0001:/c",
        "--mount",
        "type=bind,src=$DIR/none,dst=/d");
  }
}
