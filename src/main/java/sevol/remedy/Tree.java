package sevol.remedy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * One tree that is walked several times: the objects on one device below one root, which must be
 * the very object that it was when it was planned, since its name may lead elsewhere by now.
 *
 * @param path the root's path, resolved
 * @param root the root as it was found
 */
record Tree(Path path, FileStatus root) {
  private static final int MAX_THREADS = 8;

  /** One object; called from several threads at once. */
  interface Each {
    void visit(FileStatus status, FileTree.Handle object) throws IOException;
  }

  /** What a walk could not enter. */
  interface Outside {
    void unreadable(String path, String why) throws IOException;

    /** A mount, or a subvolume with inode numbers of its own. */
    void mount(String path);
  }

  /** What must not happen once the tree was looked at. */
  static final Outside NOTHING_NEW =
      new Outside() {
        @Override
        public void unreadable(String path, String why) throws IOException {
          throw new IOException(path + ": " + why);
        }

        @Override
        public void mount(String path) {
          // a tree of its own, and the plan named it
        }
      };

  /**
   * Walks it by several threads.
   *
   * @throws StoppedException if somebody asked to stop
   */
  void walk(FileTree files, Progress progress, Outside outside, Each each) throws IOException {
    walk(files, new Visitor(progress, outside, each, false));
  }

  /** The same where nothing is done by what is seen: {@link FileTree.Visitor#looksOnly}. */
  void look(FileTree files, Progress progress, Outside outside, Each each) throws IOException {
    walk(files, new Visitor(progress, outside, each, true));
  }

  private void walk(FileTree files, Visitor visitor) throws IOException {
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    files.walkParallel(path, threads, visitor);
  }

  /** The label that file_contexts assigns to an object; empty where they say nothing of it. */
  static Optional<SecurityContext> assigned(FileContexts contexts, FileStatus status) {
    return contexts.lookup(status.path(), status.tclass());
  }

  private final class Visitor implements FileTree.Visitor {
    private final Progress progress;
    private final Outside outside;
    private final Each each;
    private final boolean looksOnly;
    private volatile @Nullable FileStatus first;

    Visitor(Progress progress, Outside outside, Each each, boolean looksOnly) {
      this.looksOnly = looksOnly;
      this.progress = progress;
      this.outside = outside;
      this.each = each;
    }

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      if (first == null) {
        if (!status.sameObject(root) || status.born() != root.born()) {
          throw new IOException(status.path() + ": another object than before");
        }
        first = status;
      }
      if (progress.stopped()) {
        throw new StoppedException();
      }
      if (status.dev() == root.dev()) {
        each.visit(status, object);
      } else {
        outside.mount(status.path());
      }
      return true;
    }

    @Override
    public boolean looksOnly() {
      return looksOnly;
    }

    @Override
    public void unreadable(String path, String why) throws IOException {
      outside.unreadable(path, why);
    }

    @Override
    public void mount(FileStatus status) {
      outside.mount(status.path());
    }
  }
}
