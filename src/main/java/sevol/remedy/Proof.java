package sevol.remedy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.selinux.AccessDecisions;
import sevol.selinux.MountPermissions;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Whether policy permits what a plan promises: for one container, and for the next one, whose level
 * is another. Policies differ in the level of new files: Fedora's take the directory's, refpolicy's
 * the process's, so that one container's files are closed to the next unless both run at s0.
 */
final class Proof {
  /** What every run needs so that containers may use each other's files. */
  static final List<String> LEVEL_S0 = List.of("--security-opt", "label=level:s0");

  private static final List<ObjectClass> CONTENT = List.of(ObjectClass.DIR, ObjectClass.FILE);

  /** How far a planned label carries. */
  enum Holds {
    /** For this container and for every later one, also for what they make. */
    FOR_EVERY_RUN,
    /** The same, if every run is given {@link Proof#LEVEL_S0} (or the mount {@code :z}). */
    WITH_LEVEL_S0,
    /** For what is there now; one container's new files are closed to the next. */
    FOR_THIS_CONTENT_ONLY,
    /** Not at all. */
    NOT
  }

  private final AccessDecisions decisions;
  private final SecurityContext process;
  private final @Nullable String level;

  /**
   * Proves for containers whose process label, but for the level, is this.
   *
   * @param process for example {@code system_u:system_r:container_t:s0}
   * @param level the level that every one of them runs at; null if each has its own
   */
  Proof(AccessDecisions decisions, SecurityContext process, @Nullable String level) {
    this.decisions = decisions;
    this.process = process;
    this.level = level;
  }

  /** What every run needs so that it holds; empty for nothing. */
  List<String> runWith(Holds holds) {
    if (level != null) {
      return List.of("--security-opt", "label=level:" + level);
    }
    return holds == Holds.WITH_LEVEL_S0 ? LEVEL_S0 : List.of();
  }

  /** How far this label of a tree's files and directories carries. */
  Holds of(SecurityContext label, boolean readOnly) {
    SecurityContext one = process.withRange(level == null ? "s0:c101,c202" : level);
    SecurityContext next = process.withRange(level == null ? "s0:c303,c404" : level);
    SecurityContext shared = process.withRange("s0");
    if (!uses(one, label, readOnly) || !uses(next, label, readOnly)) {
      return Holds.NOT;
    }
    if (readOnly || shares(one, next, label)) {
      return Holds.FOR_EVERY_RUN;
    }
    return shares(shared, shared, label) ? Holds.WITH_LEVEL_S0 : Holds.FOR_THIS_CONTENT_ONLY;
  }

  /** True if what {@code maker} makes below a directory of this label is open to both. */
  private boolean shares(SecurityContext maker, SecurityContext other, SecurityContext label) {
    for (ObjectClass tclass : CONTENT) {
      Optional<SecurityContext> made = decisions.contextOfNew(maker, label, tclass);
      if (made.isEmpty()
          || !allowed(maker, made.get(), tclass, false)
          || !allowed(other, made.get(), tclass, false)) {
        return false;
      }
    }
    return true;
  }

  private boolean uses(SecurityContext scontext, SecurityContext label, boolean readOnly) {
    return CONTENT.stream().allMatch(tclass -> allowed(scontext, label, tclass, readOnly));
  }

  private boolean allowed(
      SecurityContext scontext, SecurityContext label, ObjectClass tclass, boolean readOnly) {
    return decisions.allows(
        scontext, label, MountPermissions.needed(tclass, Need.ofMount(readOnly)));
  }
}
