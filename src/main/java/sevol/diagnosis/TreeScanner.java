package sevol.diagnosis;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/** Counts the entries of one tree, by several threads; used once. */
final class TreeScanner implements FileTree.Visitor {
  private static final int MAX_MOUNTS = 256;
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_THREADS = 4;

  private final FileTree tree;
  private final TreeScan.Way way;
  private final LinkCounter links;
  private final long start = System.nanoTime();
  private final LabelCounts ofRoots = new LabelCounts();
  private final List<LabelCounts> counts = new ArrayList<>(List.of(ofRoots)); // guarded by this
  private final List<FileStatus> mounts = new ArrayList<>();
  private final Deque<FileStatus> below = new ArrayDeque<>(); // guarded by this
  private final List<String> unreadableExamples = new ArrayList<>(); // guarded by this
  private final AtomicLong entries = new AtomicLong();
  private @Nullable FileStatus root;
  private long mountId;
  private boolean atMountRoot;
  private long unreadable; // guarded by this
  private volatile TreeScan.@Nullable Stop stopped;

  TreeScanner(FileTree tree, TreeScan.Way way) {
    this.tree = tree;
    this.way = way;
    this.links = new LinkCounter(way.destination());
  }

  TreeScan scan(Path path) throws IOException {
    walk(path);
    FileStatus first = root;
    if (first == null) {
      throw new IOException(path + ": could not be looked at");
    }
    while (stopped == null && !below.isEmpty()) {
      FileStatus mount = below.remove();
      try {
        walk(Path.of(mount.path()));
      } catch (IOException | InvalidPathException e) {
        unreadable(mount.path(), String.valueOf(e.getMessage()));
      }
    }
    counts.stream().skip(1).forEach(ofRoots::add);
    return new TreeScan(
        first,
        ofRoots.groups(),
        Math.min(entries.get(), way.limits().entries()),
        ofRoots.ungrouped(),
        mounts,
        unreadable,
        unreadableExamples,
        links.result(),
        stopped);
  }

  private void walk(Path path) throws IOException {
    atMountRoot = true;
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    tree.walkParallel(path, threads, this);
  }

  @Override
  public boolean looksOnly() {
    return true;
  }

  /** The roots of the mounts come to the scanner itself, each before the threads begin. */
  @Override
  public synchronized FileTree.Visitor ofThread() {
    LabelCounts own = new LabelCounts();
    counts.add(own);
    return new OfThread(own);
  }

  @Override
  public boolean visit(FileStatus status, FileTree.Handle object) {
    if (root == null) {
      root = status;
    }
    if (atMountRoot) {
      atMountRoot = false;
      mountId = status.mountId();
      mounts.add(status);
    }
    return count(status, object, ofRoots);
  }

  private boolean count(FileStatus status, FileTree.Handle object, LabelCounts own) {
    long number = entries.incrementAndGet();
    if (number > way.limits().entries()) {
      return false; // another thread met the last one
    }
    own.count(mountId, status);
    if (!way.destination().isEmpty()) {
      countLinks(status, object);
    }
    way.progress().accept(number);
    return goOn(number);
  }

  private void countLinks(FileStatus status, FileTree.Handle object) {
    if (!status.tclass().equals(ObjectClass.LNK_FILE)) {
      links.hard(status);
      return;
    }
    try {
      links.symbolic(status.path(), depth(status), object.linkTarget());
    } catch (IOException e) {
      return; // not for us to read, which says nothing of the container
    }
  }

  /** How many names the path has below the top. */
  private int depth(FileStatus status) {
    String top = root == null || root.path().equals("/") ? "" : root.path();
    String below = status.path().substring(Math.min(top.length(), status.path().length()));
    return (int) below.chars().filter(c -> c == '/').count();
  }

  private boolean goOn(long number) {
    if (number >= way.limits().entries()) {
      stopped = TreeScan.Stop.ENTRIES;
    } else if (System.nanoTime() - start >= way.limits().time().toNanos()) {
      stopped = TreeScan.Stop.TIME;
    } else if (way.interrupted().getAsBoolean()) {
      stopped = TreeScan.Stop.INTERRUPTED;
    }
    return stopped == null;
  }

  @Override
  public synchronized void unreadable(String path, String why) {
    unreadable++;
    if (unreadableExamples.size() < MAX_EXAMPLES) {
      unreadableExamples.add(path + ": " + why);
    }
  }

  @Override
  public synchronized void mount(FileStatus status) {
    if (!way.recursive()) {
      return; // the container sees the empty directory below the mount, if anything
    }
    if (mounts.size() + below.size() < MAX_MOUNTS) {
      below.add(status);
    } else {
      unreadable(status.path(), "too many mounts below");
    }
  }

  private final class OfThread implements FileTree.Visitor {
    private final LabelCounts own;

    OfThread(LabelCounts own) {
      this.own = own;
    }

    @Override
    public boolean looksOnly() {
      return true;
    }

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) {
      return count(status, object, own);
    }

    @Override
    public void unreadable(String path, String why) {
      TreeScanner.this.unreadable(path, why);
    }

    @Override
    public void mount(FileStatus status) {
      TreeScanner.this.mount(status);
    }
  }
}
