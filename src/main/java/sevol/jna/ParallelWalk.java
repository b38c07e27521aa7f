package sevol.jna;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * One walk over one tree by several threads. Whoever opens a directory leaves it to the others as
 * long as few are waiting for them, and else walks it itself; so everybody has work, the lock is
 * asked for directories only, and the descriptors that wait are few.
 */
final class ParallelWalk implements TreeWalk.HandOver {
  private static final int MIN_OPEN = 16;

  private final FileTree.Visitor visitor;
  private final FileStatus root;
  private final int threads;
  private final Deque<Directory> handed = new ArrayDeque<>(); // guarded by this
  private int idle; // guarded by this
  private @Nullable Throwable failure; // guarded by this
  private volatile boolean ended;

  /** A walk of a tree whose root was looked at. */
  ParallelWalk(FileTree.Visitor visitor, FileStatus root, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    this.visitor = visitor;
    this.root = root;
    this.threads = threads;
  }

  /** Walks; no thread and no descriptor is left when this returns. */
  void run(OpenObject object, StatusReader reader) throws IOException {
    try (TreeWalk first = walk(visitor, reader)) {
      first.run(object); // the root alone: what is below it waits
    }
    List<Thread> workers = new ArrayList<>();
    try {
      start(workers);
    } finally {
      join(workers);
      handed.forEach(Directory::close);
    }
    rethrow();
  }

  private TreeWalk walk(FileTree.Visitor by, StatusReader reader) {
    int maxOpen = Math.max(MIN_OPEN, TreeWalk.MAX_OPEN / threads);
    return new TreeWalk(by, reader, root, this, maxOpen);
  }

  private void start(List<Thread> workers) {
    if (handed.isEmpty()) { // no directory; nobody else is here yet
      return;
    }
    try {
      while (workers.size() < threads) {
        Thread worker = new Thread(this::work, "sevol-walk-" + (workers.size() + 1));
        worker.setDaemon(true);
        worker.setUncaughtExceptionHandler((thread, e) -> fail(e));
        worker.start();
        workers.add(worker);
      }
    } catch (OutOfMemoryError e) { // there may be no more threads
      fail(e);
    }
  }

  private void join(List<Thread> workers) {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(new InterruptedIOException(root.path() + ": interrupted"));
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    StatusReader reader = new StatusReader();
    FileTree.Visitor own = visitor.ofThread();
    if (own.looksOnly()) {
      reader.ofOwnThread();
    }
    try {
      for (Directory next = next(); next != null; next = next()) {
        try (TreeWalk walk = walk(own, reader)) {
          if (!walk.run(next)) {
            end();
          }
        }
      }
    } catch (IOException | InterruptedException e) { // rethrown by the thread that waits for all
      fail(e);
    }
  }

  /** A directory that somebody handed over; null at the end, which is when nobody has one. */
  private synchronized @Nullable Directory next() throws InterruptedException {
    idle++;
    while (handed.isEmpty() && !ended) {
      if (idle == threads) {
        end();
      } else {
        wait();
      }
    }
    idle--;
    return ended ? null : handed.remove();
  }

  @Override
  public synchronized boolean takes(Directory opened) {
    if (ended || handed.size() >= 2 * threads) {
      return false;
    }
    handed.add(opened);
    if (idle > 0) {
      notify();
    }
    return true;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
    end();
  }

  private synchronized void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure); // a worker was interrupted, which nobody may
    }
  }
}
