package sevol.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sevol.audit.KernelRecords;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.DiskInventory;
import sevol.container.EngineFiles;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.jna.NativeHost;
import sevol.preflight.Engines;
import sevol.remedy.FileContextsSource;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyHost;
import sevol.remedy.StoreChange;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.DenialExplainer;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/**
 * sevol as on an enforcing host, for the benchmarks on a machine without SELinux. Files, labels and
 * file_contexts are real ({@code -Dsevol.policy}: a policy's directory); the policy's answers,
 * which cost the kernel less than a microsecond, are two lines, and local rules are kept in memory.
 */
final class Rehearsal implements Host {
  private final LinuxHost linux = new LinuxHost();
  private final NativeHost selinux = NativeHost.open();
  private final Rules rules = new Rules();

  /** The same commands as {@link Main}, and the same exit status. */
  public static void main(String[] args) {
    String policy = System.getProperty("sevol.policy");
    if (policy != null) {
      NativeHost.usePolicyOf(Path.of(policy));
    }
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    Runtime.getRuntime().halt(Main.run(args, out, err, new Rehearsal()));
  }

  @Override
  public SelinuxMode mode() {
    return SelinuxMode.ENFORCING;
  }

  @Override
  public AccessDecisions decisions() {
    return new Policy();
  }

  @Override
  public FileTree tree() {
    return selinux.fileTree();
  }

  @Override
  public ContainerLabels labels() {
    return ContainerLabels.DEFAULT;
  }

  @Override
  public ContainerInventory inventory() {
    return new DiskInventory(Path.of(System.getProperty("sevol.root", "/")), selinux.engineFiles());
  }

  @Override
  public Predicate<FileStatus> storesLabels() {
    linux.storesLabels(); // reads what it reads
    return status -> true;
  }

  @Override
  public ProtectedPaths protectedPaths() {
    return linux.protectedPaths();
  }

  @Override
  public Predicate<FileStatus> writable() {
    return linux.writable();
  }

  @Override
  public DenialExplainer explainer() {
    return (scontext, tcontext, denied) -> Optional.empty();
  }

  @Override
  public Engines engines() {
    return linux.engines();
  }

  @Override
  public MountTable mounts() {
    return linux.mounts();
  }

  @Override
  public KernelRecords kernelRecords() throws IOException {
    return linux.kernelRecords();
  }

  @Override
  public EngineFiles engineFiles() {
    return linux.engineFiles();
  }

  @Override
  public Consumer<String> serviceManager() {
    return linux.serviceManager();
  }

  @Override
  public RemedyHost remedy() {
    return new RemedyHost(
        decisions(),
        Collections::emptySortedMap,
        tree(),
        rules,
        rules,
        labels(),
        inventory(),
        path -> protectedPaths().of(path),
        storesLabels(),
        Path.of(System.getProperty("sevol.policy", "/nonexistent")));
  }

  /** A container may do everything to a container's content, and nothing else. */
  private static final class Policy implements AccessDecisions {
    @Override
    public Optional<AccessDecision> decide(
        SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
      boolean may = tcontext.type().equals("container_file_t");
      return Optional.of(new AccessDecision(may ? Set.of() : asked.perms(), Set.of(), false, null));
    }

    @Override
    public Optional<SecurityContext> contextOfNew(
        SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
      return Optional.of(directory);
    }

    @Override
    public Optional<SecurityContext> canonical(SecurityContext context) {
      return Optional.of(context);
    }
  }

  private final class Rules implements PolicyStore, FileContextsSource {
    private final List<LocalRule> local = new ArrayList<>();

    @Override
    public List<LocalRule> rules() {
      return List.copyOf(local);
    }

    @Override
    public SortedMap<String, Boolean> booleans() {
      return Collections.emptySortedMap();
    }

    @Override
    public void change(StoreChange change) throws RemedyException {
      local.removeIf(rule -> change.remove().stream().anyMatch(rule::sameKey));
      local.addAll(change.put());
    }

    @Override
    public void install(LocalRule rule) {
      // it is
    }

    @Override
    public void sync() {
      // nothing of it is on a disk
    }

    @Override
    public FileContexts open() {
      return openWith(local);
    }

    @Override
    public FileContexts openWith(List<LocalRule> other) {
      try {
        return selinux.openFileContextsWith(other);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
