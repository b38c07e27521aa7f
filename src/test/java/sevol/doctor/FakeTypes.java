package sevol.doctor;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import sevol.container.ContainerLabels;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** A policy that knows some types, denies all, and logs it but for some types. */
public final class FakeTypes implements AccessDecisions {
  private final Set<String> known;
  private final Set<String> silent;

  public FakeTypes(Set<String> known, Set<String> silent) {
    this.known = known;
    this.silent = silent;
  }

  /** Debian 13's: it hides what happens to the directories of another container. */
  public static FakeTypes debian13() {
    return new FakeTypes(
        Set.of(
            "container_t",
            "container_file_t",
            "container_ro_file_t",
            "spc_t",
            "default_t",
            "var_t",
            "user_home_t",
            "mnt_t"),
        Set.of("container_file_t"));
  }

  /** Debian 12's: it has no container types. */
  static FakeTypes debian12() {
    return new FakeTypes(Set.of("default_t", "var_t", "user_home_t", "mnt_t"), Set.of());
  }

  public Policy enforcing() {
    return new Policy(SelinuxMode.ENFORCING, this, ContainerLabels.DEFAULT);
  }

  static Policy disabled() {
    FakeTypes none = new FakeTypes(Set.of(), Set.of());
    return new Policy(SelinuxMode.DISABLED, none, ContainerLabels.DEFAULT);
  }

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    if (canonical(scontext).isEmpty() || canonical(tcontext).isEmpty()) {
      return Optional.empty();
    }
    Set<String> hidden = new LinkedHashSet<>(asked.perms());
    hidden.removeIf(perm -> !silent.contains(tcontext.type()) || perm.equals("write"));
    return Optional.of(new AccessDecision(asked.perms(), hidden, false, null));
  }

  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    return Optional.empty();
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    return known.contains(context.type()) ? Optional.of(context) : Optional.empty();
  }
}
