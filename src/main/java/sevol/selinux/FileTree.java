package sevol.selinux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The port to labelled files. Everything is reached by descriptor ({@code O_PATH|O_NOFOLLOW}, one
 * component at a time), so that nobody can put a link in the way between look and change.
 */
public interface FileTree {

  /**
   * Looks at one object; no component of the path may be a link.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws java.nio.file.AccessDeniedException if it may not be looked at
   * @throws java.nio.file.FileSystemLoopException if a component is a symbolic link
   */
  FileStatus look(Path path) throws IOException;

  /**
   * Visits the root and everything below it on the root's own mount, parents before children, the
   * entries of a directory in no set order. Links are visited and not followed; a mount point below
   * is reported to {@link Visitor#mount} and not entered.
   */
  void walk(Path root, Visitor visitor) throws IOException;

  /**
   * The same by several threads: the visitor is called by all of them at once, and for a directory
   * it has returned before it is called for what is below. False or an exception from one ends the
   * walk of all, and so does an interrupt; no thread is left when this returns. Not every
   * implementation has threads.
   *
   * @param threads how many, at least 1
   * @throws java.io.InterruptedIOException if the calling thread was interrupted, which it stays
   */
  default void walkParallel(Path root, int threads, Visitor visitor) throws IOException {
    walk(root, visitor);
  }

  /**
   * Waits until everything of the file system that an object lies on is on its disk, labels too
   * (syncfs(2)). Does nothing where there is no disk.
   *
   * @param root as for {@link #look}
   * @throws IOException with errno's name and the path; EIO and ENOSPC may come from earlier writes
   */
  default void sync(Path root) throws IOException {}

  /** What a walk calls. */
  interface Visitor {
    /**
     * One object.
     *
     * @param object this very object, by its open descriptor; valid only during the call
     * @return false to end the whole walk
     */
    boolean visit(FileStatus status, Handle object) throws IOException;

    /** Something that could not be looked at: its path, and errno's name and text. */
    void unreadable(String path, String why) throws IOException;

    /** A mount point below the root, which the walk does not enter. */
    void mount(FileStatus status) throws IOException;

    /**
     * True if no object is to be changed. Then what is no directory need not be held: its status
     * and its label are read by its name in the directory, one after the other, and are of two
     * objects if somebody exchanged them in between.
     */
    default boolean looksOnly() {
      return false;
    }

    /** The visitor for one thread of {@link #walkParallel}; this one, if it can be shared. */
    default Visitor ofThread() {
      return this;
    }
  }

  /** One open object. */
  interface Handle {
    /**
     * Sets {@code security.selinux}.
     *
     * @throws IOException with errno's name and the object's path
     */
    void set(SecurityContext label) throws IOException;

    /**
     * What a symbolic link says (readlink(2)), bytes that are not UTF-8 shown as U+FFFD; empty for
     * any other object.
     *
     * @throws IOException with errno's name and the object's path
     */
    default String linkTarget() throws IOException {
      return "";
    }
  }
}
