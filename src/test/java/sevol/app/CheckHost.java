package sevol.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
import sevol.remedy.LocalRule;
import sevol.remedy.LocalRules;
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
    throw new UnsupportedOperationException("a check does not ask");
  }

  @Override
  public RemedyHost remedy() {
    return new RemedyHost(
        policy,
        tree,
        () -> rules,
        rules,
        labels(),
        inventory(),
        protectedPaths()::why,
        storesLabels,
        Path.of("/nonexistent"));
  }

  @Override
  public PolicyStore policyStore() throws RemedyException {
    if (!rules.readable) {
      throw new RemedyException("the policy store cannot be read");
    }
    return new PolicyStore() {
      @Override
      public List<LocalRule> rules() {
        return List.copyOf(rules.bySpec.values());
      }

      @Override
      public SortedMap<String, Boolean> booleans() {
        return Collections.emptySortedMap();
      }

      @Override
      public void change(StoreChange change) {
        throw new UnsupportedOperationException("not asked");
      }
    };
  }

  /** Local rules, which are all the file contexts there are. */
  static final class Rules implements LocalRules, FileContexts {
    final Map<String, LocalRule> bySpec = new LinkedHashMap<>();
    int commits;
    boolean readable = true;

    @Override
    public Optional<LocalRule> find(String spec) {
      return Optional.ofNullable(bySpec.get(spec));
    }

    @Override
    public void change(List<LocalRule> put, List<String> remove) {
      commits++;
      put.forEach(rule -> bySpec.put(rule.spec(), rule));
      remove.forEach(bySpec::remove);
    }

    @Override
    public Optional<SecurityContext> lookup(Path path, ObjectClass tclass) {
      return bySpec.values().stream()
          .filter(rule -> path.toString().matches(rule.spec()))
          .findFirst()
          .map(rule -> SecurityContext.of(rule.context()));
    }

    @Override
    public void close() {}
  }
}
