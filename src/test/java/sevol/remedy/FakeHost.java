package sevol.remedy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Protection;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.BooleanValue;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.Level;
import sevol.selinux.LevelRange;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * A host in memory: a real directory's names, made-up labels, a policy that lets container_t use
 * container_file_t under MCS, and rules that are prefixes.
 */
final class FakeHost implements FileTree, AccessDecisions, PolicyStore, FileContextsSource {
  static final SecurityContext FILE = SecurityContext.of("system_u:object_r:container_file_t:s0");
  static final SecurityContext UNLABELED = SecurityContext.of("system_u:object_r:unlabeled_t:s0");

  /** One object; mutable as on a disk. */
  static final class Node {
    ObjectClass tclass = ObjectClass.FILE;
    long ino;
    long nlink = 1;
    int uid = 1000;
    long born;
    SecurityContext label = UNLABELED;
    int sets;
  }

  final Map<String, Node> nodes = new TreeMap<>();
  final List<LocalRule> rules = new ArrayList<>();
  final SortedMap<String, Boolean> stored = new TreeMap<>();
  final SortedMap<String, Boolean> active = new TreeMap<>();
  final List<Container> containers = new ArrayList<>();
  final Map<Path, Protection> protectedPaths = new LinkedHashMap<>();
  int commits;
  boolean newFilesTakeTheDirectorysLevel;
  boolean storesLabels = true;
  boolean beatEveryRule;
  boolean beatOnceCommitted;
  private boolean beaten;
  boolean refuseCommit;
  boolean failSync;
  int failSetAfter = Integer.MAX_VALUE;

  /** Changes until the process is cut off: before the next one, or right after it. */
  int cutAfter = Integer.MAX_VALUE;

  boolean cutBehind;

  /** The commit that is cut off is in the store, and not installed. */
  boolean cutBeforeInstall;

  private @Nullable List<LocalRule> installed;
  IntConsumer beforeWalk = walk -> {};
  private int walks;
  private long inodes = 100;

  Node add(Path path, ObjectClass tclass) {
    Node node = new Node();
    node.tclass = tclass;
    node.ino = inodes++;
    nodes.put(path.toString(), node);
    return node;
  }

  RemedyHost host(Path policyRoot) {
    return new RemedyHost(
        this,
        () -> active,
        this,
        this,
        this,
        new ContainerLabels(
            SecurityContext.of("system_u:system_r:container_t:s0"),
            FILE,
            SecurityContext.of("system_u:object_r:container_ro_file_t:s0")),
        () -> containers,
        path -> Optional.ofNullable(protectedPaths.get(path)),
        status -> storesLabels,
        policyRoot);
  }

  Map<String, String> labels() {
    return nodes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().label.toString(), (a, b) -> a, TreeMap::new));
  }

  @Override
  public FileStatus look(Path path) throws IOException {
    Node node = nodes.get(path.toString());
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return status(path.toString(), node);
  }

  private static FileStatus status(String path, Node n) {
    return new FileStatus(path, n.tclass, 7, n.ino, 1, n.nlink, n.uid, n.born, n.label);
  }

  @Override
  public void walk(Path root, Visitor visitor) throws IOException {
    beforeWalk.accept(walks++);
    for (Map.Entry<String, Node> e : List.copyOf(nodes.entrySet())) {
      if (e.getKey().equals(root.toString()) || e.getKey().startsWith(root + "/")) {
        Node node = e.getValue();
        visitor.visit(
            status(e.getKey(), node),
            label -> {
              if (failSetAfter-- <= 0) {
                throw new IOException(e.getKey() + ": EPERM: Operation not permitted");
              }
              cut(
                  () -> {
                    node.label = label;
                    node.sets++;
                  });
            });
      }
    }
  }

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    boolean type =
        tcontext.type().equals("container_file_t")
            || (tcontext.type().equals("container_ro_file_t") && !asked.perms().contains("write"));
    Level high = scontext.levels().map(LevelRange::high).orElseThrow();
    boolean level = high.dominates(tcontext.levels().map(LevelRange::high).orElseThrow());
    return Optional.of(
        new AccessDecision(type && level ? Set.of() : asked.perms(), Set.of(), false, null));
  }

  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    String range = newFilesTakeTheDirectorysLevel ? directory.range() : scontext.range();
    return Optional.of(directory.withRange(range));
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    return Optional.of(context);
  }

  @Override
  public List<LocalRule> rules() {
    return List.copyOf(rules);
  }

  @Override
  public SortedMap<String, Boolean> booleans() {
    return stored;
  }

  @Override
  public void change(StoreChange change) throws RemedyException {
    if (refuseCommit) {
      throw new RemedyException("the policy store is read-only");
    }
    List<LocalRule> before = rules();
    try {
      cut(() -> commit(change));
      installed = null;
    } catch (CutOff e) {
      installed = cutBeforeInstall ? before : null;
      throw e;
    }
  }

  @Override
  public void install(LocalRule rule) {
    cut(
        () -> {
          commits++;
          installed = null;
        });
  }

  @Override
  public void sync() throws IOException {
    if (failSync) {
      throw new IOException("the store's disk is full");
    }
  }

  /** One change, unless the process is cut off before it; nothing is done from then on. */
  private void cut(Runnable change) {
    boolean now = cutAfter-- == 0;
    if (cutAfter < -1 || (now && !cutBehind)) {
      throw new CutOff();
    }
    change.run();
    if (now) {
      throw new CutOff();
    }
  }

  /** As if the process had been killed. */
  static final class CutOff extends Error {
    private static final long serialVersionUID = 1;
  }

  private void commit(StoreChange change) {
    commits++;
    rules.removeIf(rule -> change.remove().stream().anyMatch(rule::sameKey));
    rules.addAll(change.put());
    for (BooleanValue value : change.set()) {
      stored.put(value.name(), value.value());
      active.put(value.name(), value.value());
    }
    for (BooleanValue value : change.forget()) {
      stored.remove(value.name());
      active.put(value.name(), value.value());
    }
    beaten = beatOnceCommitted;
  }

  @Override
  public FileContexts open() {
    return new FakeContexts(beaten ? List.of() : installed());
  }

  /** The rules that are in effect. */
  List<LocalRule> installed() {
    return installed == null ? rules() : installed;
  }

  @Override
  public FileContexts openWith(List<LocalRule> local) {
    return new FakeContexts(beatEveryRule ? List.of() : local);
  }

  private record FakeContexts(List<LocalRule> local) implements FileContexts {
    @Override
    public Optional<SecurityContext> lookup(String path, ObjectClass tclass) {
      SecurityContext found = SecurityContext.of("system_u:object_r:default_t:s0");
      for (LocalRule rule : local) {
        if (path.matches(rule.spec())
            && (rule.fileType() == FileType.ANY
                || (rule.fileType() == FileType.DIR) == isDirectory(tclass))) {
          found = SecurityContext.of(rule.context());
        }
      }
      return Optional.of(found);
    }

    /** Its rules are for directories, or for anything. */
    private static boolean isDirectory(ObjectClass tclass) {
      return tclass.equals(ObjectClass.DIR);
    }

    @Override
    public void close() {}
  }

  /** A directory that exists, so that paths resolve, mirrored with unlabeled nodes. */
  static FakeHost mirrorOf(Path root) throws IOException {
    FakeHost host = new FakeHost();
    host.add(root.getParent(), ObjectClass.DIR);
    host.add(root, ObjectClass.DIR);
    host.add(Files.createDirectory(root.resolve("sub")), ObjectClass.DIR);
    host.add(Files.createFile(root.resolve("sub/a.txt")), ObjectClass.FILE);
    host.add(Files.createFile(root.resolve("b.txt")), ObjectClass.FILE);
    return host;
  }
}
