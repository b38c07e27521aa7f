package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import sevol.selinux.AccessDecisions;

/** Opens a policy file for questions. */
@FunctionalInterface
interface PolicyLoader {
  /**
   * Loads a binary policy, for example /sys/fs/selinux/policy copied from the log's host.
   *
   * @throws IOException with the file's name and why it cannot be used
   */
  AccessDecisions load(Path file) throws IOException;
}
