package sevol.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sevol.container.Container;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.preflight.FakePolicy;
import sevol.preflight.FakeTree;
import sevol.remedy.RemedyHost;
import sevol.selinux.AccessDecisions;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** A host with real files, and everything else as a test sets it. */
final class CheckHost implements Host {
  SelinuxMode mode = SelinuxMode.ENFORCING;
  boolean dockerLabels = true;
  final FakePolicy policy = new FakePolicy();
  final FakeTree tree = new FakeTree();
  final List<Container> containers = new ArrayList<>();
  Predicate<FileStatus> storesLabels = status -> true;

  @Override
  public SelinuxMode mode() {
    return mode;
  }

  @Override
  public AccessDecisions decisions() {
    return policy;
  }

  @Override
  public FileTree tree() {
    return tree;
  }

  @Override
  public ContainerLabels labels() {
    return new ContainerLabels(
        SecurityContext.of("system_u:system_r:container_t:s0"),
        SecurityContext.of("system_u:object_r:container_file_t:s0"),
        SecurityContext.of("system_u:object_r:container_ro_file_t:s0"));
  }

  @Override
  public ContainerInventory inventory() {
    return () -> containers;
  }

  @Override
  public Predicate<FileStatus> storesLabels() {
    return storesLabels;
  }

  @Override
  public ProtectedPaths protectedPaths() {
    return new ProtectedPaths(List.of(Path.of("/home/alice")));
  }

  @Override
  public boolean dockerLabels() {
    return dockerLabels;
  }

  @Override
  public MountTable mounts() {
    throw new UnsupportedOperationException("a check does not ask");
  }

  @Override
  public RemedyHost remedy() {
    throw new UnsupportedOperationException("a check does not ask");
  }
}
