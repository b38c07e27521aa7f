package sevol.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sevol.audit.KernelRecords;
import sevol.container.Container;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.EngineFiles;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.preflight.FakeEngines;
import sevol.preflight.FakePolicy;
import sevol.preflight.FakeTree;
import sevol.remedy.FileContextsSource;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyHost;
import sevol.remedy.StoreChange;
import sevol.selinux.AccessDecisions;
import sevol.selinux.DenialExplainer;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** A host with real files, and everything else as a test sets it. */
final class CheckHost implements Host {
  SelinuxMode mode = SelinuxMode.ENFORCING;
  final FakeEngines engines = new FakeEngines();
  final FakePolicy policy = new FakePolicy();
  final FakeTree tree = new FakeTree();
  final List<Container> containers = new ArrayList<>();
  final Rules rules = new Rules();
  final SortedMap<String, Boolean> active = new TreeMap<>();
  Predicate<FileStatus> storesLabels = status -> true;
  DenialExplainer explainer = (scontext, tcontext, denied) -> Optional.empty();
  Predicate<FileStatus> writable = status -> true;

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
  public Predicate<FileStatus> writable() {
    return writable;
  }

  @Override
  public DenialExplainer explainer() {
    return explainer;
  }

  @Override
  public FakeEngines engines() {
    return engines;
  }

  @Override
  public KernelRecords kernelRecords() {
    throw new UnsupportedOperationException("a check does not ask");
  }

  @Override
  public EngineFiles engineFiles() {
    throw new UnsupportedOperationException("a check does not ask");
  }

  @Override
  public Consumer<String> serviceManager() {
    throw new UnsupportedOperationException("a check does not ask");
  }

  @Override
  public MountTable mounts() {
    try {
      return MountTable.of(Path.of("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RemedyHost remedy() {
    return new RemedyHost(
        policy,
        () -> active,
        tree,
        rules,
        rules,
        labels(),
        inventory(),
        protectedPaths()::of,
        storesLabels,
        Path.of("/nonexistent"));
  }

  /** Local rules, which are all the file contexts there are, and booleans. */
  final class Rules implements PolicyStore, FileContextsSource {
    final List<LocalRule> local = new ArrayList<>();
    final SortedMap<String, Boolean> stored = new TreeMap<>();
    int commits;
    boolean readable = true;

    @Override
    public List<LocalRule> rules() throws RemedyException {
      if (!readable) {
        throw new RemedyException("it cannot be read");
      }
      return List.copyOf(local);
    }

    @Override
    public SortedMap<String, Boolean> booleans() {
      return stored;
    }

    @Override
    public void change(StoreChange change) {
      commits++;
      local.removeIf(rule -> change.remove().stream().anyMatch(rule::sameKey));
      local.addAll(change.put());
      change.set().forEach(b -> stored.put(b.name(), b.value()));
      change.set().forEach(b -> active.put(b.name(), b.value()));
      change.forget().forEach(b -> stored.remove(b.name()));
      change.forget().forEach(b -> active.put(b.name(), b.value()));
    }

    @Override
    public void install(LocalRule rule) {
      commits++;
    }

    @Override
    public void sync() {
      // nothing of it is on a disk
    }

    @Override
    public FileContexts open() {
      return openWith(List.copyOf(local));
    }

    @Override
    public FileContexts openWith(List<LocalRule> rules) {
      return new FileContexts() {
        @Override
        public Optional<SecurityContext> lookup(String path, ObjectClass tclass) {
          return rules.stream()
              .filter(rule -> path.matches(rule.spec()))
              .reduce((earlier, later) -> later)
              .map(rule -> SecurityContext.of(rule.context()));
        }

        @Override
        public void close() {}
      };
    }
  }
}
