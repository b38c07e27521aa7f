package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.container.Engine;
import sevol.selinux.SelinuxMode;

/** {@code sevol check} of bind mounts, and of what cannot be read. */
class CheckCommandTest extends CheckFixture {
  @Test
  void unlabeledTreeIsDenied() throws IOException {
    check(
        "unlabeled",
        "--",
        "docker",
        "run",
        "-v=$DIR/scripts:/scripts",
        "dashing/rvm",
        "packagervm");
  }

  @Test
  void unlabeledTreeAsJson() throws IOException {
    check("unlabeled-json", "--json", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void theCommandNeedsNoDashes() throws IOException {
    check("unlabeled", "docker", "run", "-v=$DIR/scripts:/scripts", "dashing/rvm", "-v", "x");
  }

  @Test
  void containerLabelIsFine() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE);
    host.policy.newFilesTakeDirectoryLevel = true;
    check("fine", "-v", "$DIR/scripts:/scripts:ro", "--mount", "type=bind,src=$DIR/scripts,dst=/s");
  }

  @Test
  void newFilesClosedToOtherContainersAreAWarning() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE);
    check("new-files", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void readOnlyContentIsDeniedOnlyForWriting() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:container_ro_file_t:s0");
    check("read-only-label", "-v", "$DIR/scripts:/a:ro", "-v", "$DIR/scripts:/b");
  }

  @Test
  void foreignLevelIsAMismatchAndItsOwnerNamed() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:container_file_t:s0:c1,c2");
    host.containers.add(container("web", "s0:c1,c2", Path.of("/elsewhere")));
    check("mcs", "-v", "$DIR/scripts:/scripts:ro");
  }

  @Test
  void ownLevelIsNoMismatch() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:container_file_t:s0:c1,c2");
    check("own-level", "-v", "$DIR/scripts:/s:ro", "--security-opt", "label=level:s0:c1,c2");
  }

  @Test
  void severalCausesAreAllTold() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE);
    host.tree.label(dir.resolve("scripts/lib"), "system_u:object_r:container_file_t:s0:c9,c10");
    host.tree.label(dir.resolve("scripts/packagervm"), "unconfined_u:object_r:user_home_t:s0");
    check("several", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void silentDenialsAreSaidToBeSilent() throws IOException {
    host.tree.label(dir.resolve("scripts"), "unconfined_u:object_r:user_home_t:s0");
    check("silent", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void relabelCuresTheTree() throws IOException {
    host.policy.newFilesTakeDirectoryLevel = true;
    check("relabel", "-v", "$DIR/scripts:/a:z", "-v", "$DIR/scripts:/b:Z");
  }

  @Test
  void privateRelabelOfAnotherContainersMountIsAWarning() throws IOException {
    host.containers.add(container("web", "s0:c1,c2", dir.resolve("scripts/lib")));
    check("relabel-steals", "-v", "$DIR/scripts:/b:Z");
  }

  @Test
  void relabelWithoutXattrsCuresNothing() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:nfs_t:s0");
    host.storesLabels = status -> false;
    check("relabel-nfs", "-v", "$DIR/scripts:/a:z");
  }

  @Test
  void relabelThatTheEngineRefusesIsDenied() throws IOException {
    check("relabel-refused", "-v", "/etc:/a:z");
  }

  @Test
  void hostFilesAreProtected() throws IOException {
    host.tree.label(Path.of("/etc"), "system_u:object_r:etc_t:s0");
    check("protected", "-v", "/etc/passwd:/a", "-v", "/etc/passwd:/b:ro");
  }

  @Test
  void mountsBelowAreLookedInto() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE).mount(dir.resolve("scripts/lib"));
    host.tree.label(dir.resolve("scripts/lib"), "system_u:object_r:nfs_t:s0");
    host.storesLabels = status -> status.mountId() == 1;
    check("mount-below", "-v", "$DIR/scripts:/a:ro");
  }

  @Test
  void unconfinedContainersAreFine() throws IOException {
    check("unconfined", "--", "docker", "run", "--privileged", "-v", "$DIR/scripts:/a:Z", "img");
  }

  @Test
  void permissiveHostIsFineWithAWarning() throws IOException {
    host.mode = SelinuxMode.PERMISSIVE;
    check("permissive", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void permissiveHostIsDeniedUnderStrict() throws IOException {
    host.mode = SelinuxMode.PERMISSIVE;
    check("permissive-strict", "--strict", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void permissiveDomainIsFineWithAWarning() throws IOException {
    host.policy.permissive = true;
    check("permissive-domain", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void disabledSelinuxHasNothingToCheck() throws IOException {
    host.mode = SelinuxMode.DISABLED;
    check("disabled", "-v", "$DIR/scripts:/scripts");
    check("disabled-strict", "--strict", "-v", "$DIR/scripts:/scripts");
    check("disabled-junit", "--format", "junit", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void dockerThatDoesNotLabelIsNoted() throws IOException {
    host.engines.unlabelled.put(Engine.DOCKER, "/etc/docker/daemon.json does not set it");
    host.tree.label(dir.resolve("scripts"), FILE);
    host.policy.newFilesTakeDirectoryLevel = true;
    check("docker-off", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void whatCannotBeReadIsUnknown() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE).shut(dir.resolve("scripts/lib"));
    check("unreadable", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void typeThatThePolicyLacksIsUnlabeled() throws IOException {
    host.tree.label(dir.resolve("scripts"), "system_u:object_r:elsewhere_t:s0");
    check("unknown-label", "-v", "$DIR/scripts:/scripts");
  }

  @Test
  void domainThatThePolicyLacksIsUnknown() throws IOException {
    check("unknown-domain", "-v", "$DIR/scripts:/s", "--security-opt", "label=type:nowhere_t");
  }

  @Test
  void missingSourceIsMadeByDocker() throws IOException {
    check("missing-docker", "-v", "$DIR/none/deep:/a");
  }

  @Test
  void missingSourceIsRefusedByOthers() throws IOException {
    check("missing-mount", "--mount", "type=bind,src=$DIR/none,dst=/a");
    check("missing-podman", "--engine", "podman", "-v", "$DIR/none:/a");
  }

  @Test
  void linkAsSourceIsFollowed() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("scripts"));
    check("link", "-v", "$DIR/link:/a");
    check("link-podman", "--engine", "podman", "-v", "$DIR/link:/a:z");
  }

  @Test
  void danglingLinkIsUnknown() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
    check("link-dangling", "-v", "$DIR/link:/a");
  }

  @Test
  void fileAsSource() throws IOException {
    check("file", "-v", "$DIR/scripts/packagervm:/a");
  }

  @Test
  void pathBelowAFileIsUnknown() throws IOException {
    check("below-file", "-v", "$DIR/scripts/packagervm/x:/a");
  }

  @Test
  void socketAsSource() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(dir.resolve("s.sock")));
      host.tree.label(dir.resolve("s.sock"), "system_u:object_r:var_run_t:s0");
      check("socket-denied", "-v", "$DIR/s.sock:/s");
      host.tree.label(dir.resolve("s.sock"), "system_u:object_r:container_runtime_t:s0");
      check("socket-unknown", "-v", "$DIR/s.sock:/s");
    }
  }

  @Test
  void hostileNamesStayOnTheirLine() throws IOException {
    Path evil = Files.createDirectory(dir.resolve("a\u001b[31m\nFINE"));
    host.tree.label(evil, "system_u:object_r:default_t:s0");
    check("hostile", "-v", evil + ":/a");
  }

  @Test
  void badCommandLines() throws IOException {
    check("bad-no-mounts");
    check("bad-no-colon", "-v", "/a");
    check("bad-zz", "-v", "/a:/b:z,Z");
    check("bad-modes", "-v", "/a:/b:ro,rw");
    check("bad-colons", "-v", "/a:/b:c:d");
    check("bad-engine", "--engine", "crio", "-v", "/a:/b");
    check("bad-other-engine", "--engine", "podman", "--", "docker", "run", "img");
    check("bad-command", "--", "docker", "ps");
    check("bad-timeout", "--timeout", "0", "-v", "/a:/b");
  }

  @Test
  void commandWithoutBindMountsIsFine() throws IOException {
    check("no-binds", "--", "docker", "run", "-v", "data:/data", "img");
  }

  @Test
  void quickStopsEarlyAndSaysSo() throws IOException {
    host.tree.label(dir.resolve("scripts"), FILE);
    for (int i = 0; i < 1000; i++) {
      Files.createFile(dir.resolve("scripts/lib/f" + i));
    }
    check("quick", "--quick", "-v", "$DIR/scripts:/s:ro");
    check("quick-strict", "--quick", "--strict", "-v", "$DIR/scripts:/s:ro");
  }

  @Test
  void everyJsonLineIsAnObject() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String mount = dir.resolve("scripts") + ":/a";
    String[] args = {"check", "--json", "-v", mount, "-v", mount + ":z", "-v", dir + "/none:/a"};
    assertEquals(ExitCode.DENIED, Main.run(args, out, OutputStream.nullOutputStream(), host));
    List<String> lines = text(out).lines().toList();
    assertEquals(3, lines.size());
    for (String line : lines) {
      JsonObject object = JsonParser.parseString(line).getAsJsonObject();
      assertEquals(20, object.size(), line);
    }
  }
}
