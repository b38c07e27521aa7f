package sevol.remedy;

import java.util.List;
import java.util.Optional;

/** The port to the policy store's local file-context rules (libsemanage). */
public interface LocalRules {

  /** The local rule with exactly this spec and any file type. */
  Optional<LocalRule> find(String spec) throws RemedyException;

  /**
   * Puts and removes rules in one transaction; never call it with nothing to do.
   *
   * @throws RemedyException with libsemanage's own message if the commit failed; then nothing
   *     changed
   */
  void change(List<LocalRule> put, List<String> remove) throws RemedyException;
}
