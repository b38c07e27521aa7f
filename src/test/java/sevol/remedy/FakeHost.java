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
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
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
final class FakeHost implements FileTree, AccessDecisions, LocalRules {
  static final SecurityContext FILE = SecurityContext.of("system_u:object_r:container_file_t:s0");
  static final SecurityContext UNLABELED = SecurityContext.of("system_u:object_r:unlabeled_t:s0");

  /** One object; mutable as on a disk. */
  static final class Node {
    ObjectClass tclass = ObjectClass.FILE;
    long ino;
    long nlink = 1;
    int uid = 1000;
    SecurityContext label = UNLABELED;
    int sets;
  }

  final Map<String, Node> nodes = new TreeMap<>();
  final Map<String, LocalRule> rules = new LinkedHashMap<>();
  final List<Container> containers = new ArrayList<>();
  final Map<Path, String> protectedPaths = new LinkedHashMap<>();
  int commits;
  boolean newFilesTakeTheDirectorysLevel;
  boolean storesLabels = true;
  boolean rulesAreBeaten;
  boolean refuseCommit;
  int failSetAfter = Integer.MAX_VALUE;
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
        this,
        FakeContexts::new,
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
    return new FileStatus(path, n.tclass, 7, n.ino, 1, n.nlink, n.uid, 0, n.label);
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
              node.label = label;
              node.sets++;
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
  public Optional<LocalRule> find(String spec) {
    return Optional.ofNullable(rules.get(spec));
  }

  @Override
  public void change(List<LocalRule> put, List<String> remove) throws RemedyException {
    if (refuseCommit) {
      throw new RemedyException("the policy store is read-only");
    }
    commits++;
    put.forEach(rule -> rules.put(rule.spec(), rule));
    remove.forEach(rules::remove);
  }

  private final class FakeContexts implements FileContexts {
    @Override
    public Optional<SecurityContext> lookup(Path path, ObjectClass tclass) {
      SecurityContext found = SecurityContext.of("system_u:object_r:default_t:s0");
      if (!rulesAreBeaten) {
        for (LocalRule rule : rules.values()) {
          if (path.toString().matches(rule.spec())) {
            found = SecurityContext.of(rule.context());
          }
        }
      }
      return Optional.of(found);
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
