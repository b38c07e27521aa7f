package sevol.remedy;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/** The port to what an administrator changed in the policy store (libsemanage). */
public interface PolicyStore {

  /**
   * The local file-context rules in the order of file_contexts.local: of two that match a path the
   * later one holds.
   */
  List<LocalRule> rules() throws RemedyException;

  /** The booleans that have a value of their own in the store ({@code setsebool -P}). */
  SortedMap<String, Boolean> booleans() throws RemedyException;

  /**
   * Makes all of a change in one transaction; nothing at all where nothing differs.
   *
   * @throws RemedyException with libsemanage's own message if the commit failed; then nothing
   *     changed
   * @throws IOException if part of it may be done
   */
  void change(StoreChange change) throws IOException, RemedyException;

  /**
   * Installs what the store holds, and changes nothing of it: a change that was cut off may be in
   * the store, and not yet in the files that the host reads.
   *
   * @param rule one that may be in the store, or not
   */
  void install(LocalRule rule) throws IOException, RemedyException;

  /**
   * Waits until the store, and what is installed of it, are on disk (syncfs(2)): libsemanage ends a
   * commit with renames that it does not wait for.
   *
   * @throws IOException if one is not known to be on disk
   */
  void sync() throws IOException;
}
