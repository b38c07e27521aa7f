package sevol.selinux;

import java.util.Optional;

/** The port to file_contexts: which label the rules assign to a path. Close after use. */
public interface FileContexts extends AutoCloseable {
  /**
   * The context that file_contexts, with local rules and equivalences, assigns ({@code
   * selabel_lookup_raw}).
   *
   * @param path absolute, without {@code .} and {@code ..}
   * @return empty if no rule matches or the rule is {@code <<none>>}
   */
  Optional<SecurityContext> lookup(String path, ObjectClass tclass);

  @Override
  void close();
}
