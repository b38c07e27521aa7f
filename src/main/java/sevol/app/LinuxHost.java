package sevol.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelRecords;
import sevol.container.Container;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.DiskInventory;
import sevol.container.EngineFiles;
import sevol.container.LxcContexts;
import sevol.container.Mount;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.diagnosis.Protection;
import sevol.jna.NativeHost;
import sevol.jna.PolicyExplainer;
import sevol.preflight.Engines;
import sevol.remedy.FileContextsSource;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyHost;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.DenialExplainer;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** This machine: the native side, the engines' files and mountinfo. */
final class LinuxHost implements Host {
  private static final Path ROOT = Path.of("/");
  private static final Path SEMANAGE = Path.of("/usr/sbin/semanage");

  private @Nullable NativeHost opened;

  /** The daemon asks from several threads. */
  private synchronized NativeHost selinux() {
    NativeHost host = opened;
    if (host == null) {
      host = NativeHost.open();
      opened = host;
    }
    return host;
  }

  @Override
  public SelinuxMode mode() {
    return selinux().mode();
  }

  @Override
  public AccessDecisions decisions() {
    return selinux().accessDecisions();
  }

  @Override
  public FileTree tree() {
    return selinux().fileTree();
  }

  @Override
  public ContainerLabels labels() {
    try {
      return LxcContexts.of(ROOT).orElse(ContainerLabels.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException("lxc_contexts cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public ContainerInventory inventory() {
    return new DiskInventory(ROOT, selinux().engineFiles());
  }

  @Override
  public List<Container> knownContainers() {
    return new DiskInventory(ROOT, selinux().engineFiles()).withStopped();
  }

  @Override
  public Predicate<FileStatus> storesLabels() {
    MountTable mounts = mounts();
    return status -> mounts.byId(status.mountId()).map(Mount::seclabel).orElse(false);
  }

  @Override
  public MountTable mounts() {
    try {
      return MountTable.of(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ProtectedPaths protectedPaths() {
    return ProtectedPaths.ofHost(ROOT).lookingInto(tree());
  }

  @Override
  public Predicate<FileStatus> writable() {
    MountTable mounts = mounts();
    return status -> mounts.byId(status.mountId()).map(m -> !m.readOnly()).orElse(true);
  }

  @Override
  public DenialExplainer explainer() {
    return new PolicyExplainer(PolicyExplainer.KERNEL);
  }

  @Override
  public Engines engines() {
    return new HostEngines(ROOT, this::decisions);
  }

  @Override
  public KernelRecords kernelRecords() throws IOException {
    refuseWhatPolicyDenies();
    return selinux().kernelRecords();
  }

  /** Asked before it is tried, since a denial of our own would be in everybody's audit log. */
  private void refuseWhatPolicyDenies() throws IOException {
    if (mode() == SelinuxMode.DISABLED) {
      return;
    }
    SecurityContext self = Caller.context().orElse(null);
    AccessVector asked = new AccessVector(new ObjectClass("capability2"), Set.of("audit_read"));
    if (self != null
        && decisions().decide(self, self, asked).map(d -> !d.allowed()).orElse(false)) {
      throw new IOException(
          "the policy denies "
              + self.type()
              + " capability2 audit_read; sevol.service runs in a domain that has it");
    }
  }

  @Override
  public EngineFiles engineFiles() {
    return selinux().engineFiles();
  }

  @Override
  public Consumer<String> serviceManager() {
    return new ServiceManager(selinux());
  }

  @Override
  public RemedyHost remedy() throws RemedyException {
    return new RemedyHost(
        decisions(),
        selinux().booleans(),
        tree(),
        new Contexts(selinux()),
        store(),
        labels(),
        this::knownContainers,
        this::protection,
        storesLabels(),
        selinux().policyRoot().orElse(Path.of("/etc/selinux/targeted")));
  }

  /** By libsemanage, or by semanage(8) where the policy lets only that write. */
  private PolicyStore store() throws RemedyException {
    PolicyStore store = selinux().policyStore();
    if (mode() != SelinuxMode.ENFORCING) {
      return store;
    }
    try {
      SecurityContext self = Caller.context().orElse(null);
      SecurityContext directory = tree().look(selinux().policyStoreDirectory()).label();
      boolean denied =
          self != null
              && directory != null
              && decisions()
                  .decide(self, directory, AccessVector.of(ObjectClass.DIR, "add_name"))
                  .map(decision -> !decision.allowed())
                  .orElse(false);
      return denied ? new SemanageCommand(store, SEMANAGE) : store;
    } catch (IOException e) {
      return store; // it says itself what it cannot
    }
  }

  /** By its own name, and by every other name that a bind mount gives it. */
  private Optional<Protection> protection(Path real) {
    ProtectedPaths paths = protectedPaths();
    return mounts().aliases(real).stream()
        .flatMap(
            alias ->
                paths.of(alias).map(p -> alias.equals(real) ? p : alsoKnownAs(alias, p)).stream())
        .max(Comparator.comparing(Protection::absolute));
  }

  private static Protection alsoKnownAs(Path alias, Protection protection) {
    return new Protection(
        "it is also " + alias + ", and " + protection.why(), protection.absolute());
  }

  /** file_contexts by libselinux. */
  private record Contexts(NativeHost selinux) implements FileContextsSource {
    @Override
    public FileContexts open() {
      try {
        return selinux.openFileContexts();
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }

    @Override
    public FileContexts openWith(List<LocalRule> local) {
      try {
        return selinux.openFileContextsWith(local);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }
}
