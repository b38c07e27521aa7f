package sevol.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelRecords;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.EngineFiles;
import sevol.container.FakeFileTree;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.preflight.Engines;
import sevol.preflight.FakeEngines;
import sevol.remedy.RemedyHost;
import sevol.selinux.AccessDecisions;
import sevol.selinux.DenialExplainer;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SelinuxMode;

/**
 * A host with a few files, what the daemon asks of one: without SELinux and the kernel's stream
 * where a test sets none.
 */
final class DaemonTestHost implements Host {
  @Nullable KernelRecords kernel;
  @Nullable AccessDecisions policy;
  @Nullable FileTree tree;
  final List<String> notices = new CopyOnWriteArrayList<>();
  private final Path root;

  DaemonTestHost(Path root) {
    this.root = root;
  }

  @Override
  public SelinuxMode mode() {
    return policy == null ? SelinuxMode.DISABLED : SelinuxMode.ENFORCING;
  }

  @Override
  public FileTree tree() {
    FileTree given = tree;
    return given != null
        ? given
        : new FakeFileTree()
            .with("/home/src/scripts", "8:2", 77)
            .with("/home/src/scripts/f", "8:2", 78)
            .with("/home/src/scripts/disk", "8:3", 2)
            .with("/home/src/scripts/disk/x", "8:3", 79);
  }

  @Override
  public ContainerLabels labels() {
    return ContainerLabels.DEFAULT;
  }

  @Override
  public ContainerInventory inventory() {
    return List::of;
  }

  @Override
  public AccessDecisions decisions() {
    return Objects.requireNonNull(policy, "SELinux is off");
  }

  @Override
  public Predicate<FileStatus> storesLabels() {
    return status -> true;
  }

  @Override
  public ProtectedPaths protectedPaths() {
    return new ProtectedPaths(List.of());
  }

  @Override
  public DenialExplainer explainer() {
    throw new UnsupportedOperationException("the daemon does not ask");
  }

  @Override
  public Engines engines() {
    return new FakeEngines();
  }

  @Override
  public Predicate<FileStatus> writable() {
    return status -> true;
  }

  @Override
  public MountTable mounts() {
    try {
      return MountTable.of(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public KernelRecords kernelRecords() throws IOException {
    KernelRecords given = kernel;
    if (given == null) {
      throw new IOException("not on this host");
    }
    return given;
  }

  @Override
  public EngineFiles engineFiles() {
    return (file, maxBytes, uid) -> Files.readAllBytes(file);
  }

  @Override
  public Consumer<String> serviceManager() {
    return notices::add;
  }

  @Override
  public RemedyHost remedy() {
    throw new UnsupportedOperationException();
  }
}
