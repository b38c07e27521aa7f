package sevol.preflight;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.LevelRange;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * A policy in a few lines: allow rules of container_t, dontaudit, the MCS constraint, and aliases.
 */
public final class FakePolicy implements AccessDecisions {
  private static final Set<String> READ = Set.of("search", "read", "open", "getattr");

  /** Object type to what containers may do; null means everything. */
  private final Map<String, @Nullable Set<String>> allowed = new HashMap<>();

  private final Set<String> silent = new HashSet<>();
  private final Set<String> outcasts = new HashSet<>();
  private final Set<String> domains = new HashSet<>(Set.of("container_t"));

  /**
   * Every question for a process at c511,c767 and so on is answered alike; this one is permissive.
   */
  public boolean permissive;

  /**
   * Fedora's {@code default_range dir_file_class_set target low}: new files take the directory's.
   */
  public boolean newFilesTakeDirectoryLevel;

  /** Type that new files get in a directory of a type, where it is not the directory's. */
  public final Map<String, String> transitions = new HashMap<>();

  public FakePolicy() {
    allowed.put("container_file_t", null);
    allowed.put("container_ro_file_t", READ);
    allowed.put("etc_t", READ);
    allowed.put("unlabeled_t", Set.of());
    allowed.put("default_t", Set.of());
    allowed.put("user_home_t", Set.of());
    allowed.put("nfs_t", Set.of());
    allowed.put("device_t", Set.of());
    allowed.put("var_run_t", Set.of());
    allowed.put("odd_t", Set.of());
    allowed.put("container_runtime_t", null);
    silent.add("user_home_t");
  }

  /** Makes a domain known. */
  public FakePolicy domain(String type) {
    domains.add(type);
    return this;
  }

  /** Takes everything from a domain. */
  public FakePolicy shutOut(String type) {
    outcasts.add(type);
    return this;
  }

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    if (canonical(scontext).isEmpty() || canonical(tcontext).isEmpty()) {
      return Optional.empty();
    }
    Set<String> may = allowed.get(tcontext.type());
    Set<String> denied = new LinkedHashSet<>(asked.perms());
    if (outcasts.contains(scontext.type())) {
      return Optional.of(new AccessDecision(denied, Set.of(), permissive, null));
    }
    if (dominates(scontext, tcontext)) {
      denied.removeIf(p -> may == null || may.contains(p));
    } else {
      denied.remove("getattr");
    }
    Set<String> unlogged = new LinkedHashSet<>(denied);
    if (!silent.contains(tcontext.type())) {
      // as Debian 13 has it for directories of another container
      boolean directory = asked.tclass().equals(ObjectClass.DIR);
      unlogged.retainAll(directory && may == null ? Set.of("search", "read", "open") : Set.of());
    }
    return Optional.of(new AccessDecision(denied, unlogged, permissive, null));
  }

  private static boolean dominates(SecurityContext process, SecurityContext object) {
    Optional<LevelRange> p = process.levels();
    Optional<LevelRange> o = object.levels();
    return p.isEmpty() || o.isEmpty() || p.get().high().dominates(o.get().high());
  }

  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    String type = transitions.getOrDefault(directory.type(), directory.type());
    String range = newFilesTakeDirectoryLevel ? directory.range() : scontext.range();
    return Optional.of(new SecurityContext("system_u", "object_r", type, range));
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    boolean known =
        context.isObject() ? allowed.containsKey(context.type()) : domains.contains(context.type());
    return known ? Optional.of(context) : Optional.empty();
  }
}
