package sevol.automatic;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevol.diagnosis.Cause;
import sevol.remedy.LocalRule;
import sevol.remedy.RuleChange;
import sevol.remedy.SpecStem;
import sevol.remedy.TreePlan;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * What an automatic fix must not do, though an administrator may: each question is answered with
 * the reason against it, or with nothing. A fix turns a denial, which is SELinux doing its job,
 * into a grant; so it is for what was never given a label on purpose.
 *
 * @param prefixes the directories below which a fix is allowed, without links
 */
public record Restraint(List<Path> prefixes) {
  /** The causes that it is for: a label that nobody chose. */
  public static final Set<Cause> CAUSES =
      Set.copyOf(EnumSet.of(Cause.UNLABELED, Cause.WRONG_TYPE_LABEL));

  /** Types that an object has because nobody gave it another: of a policy's general rules. */
  private static final Set<String> DEFAULT_TYPES =
      Set.of("unlabeled_t", "default_t", "var_t", "mnt_t", "user_home_t");

  public Restraint {
    prefixes = List.copyOf(prefixes);
  }

  /** Why this cause is none for a service. */
  public static Optional<String> against(Cause cause) {
    return CAUSES.contains(cause)
        ? Optional.empty()
        : Optional.of(cause.word() + " is for an administrator to decide");
  }

  /**
   * Why this path is not to be touched. Every component is opened without following a link, and all
   * from the prefix on are on one mount.
   *
   * @param source as the container has it
   */
  public Optional<String> against(Path source, FileTree files) throws IOException {
    Optional<Path> prefix =
        prefixes.stream()
            .filter(p -> source.startsWith(p) && !source.equals(p))
            .max((a, b) -> Integer.compare(a.getNameCount(), b.getNameCount()));
    if (prefix.isEmpty() || !source.equals(source.normalize())) {
      return Optional.of("it is not below a prefix of the settings");
    }
    try {
      FileStatus top = files.look(prefix.get());
      FileStatus object = files.look(source);
      return top.mountId() == object.mountId()
          ? Optional.empty()
          : Optional.of("it lies on another mount than " + prefix.get());
    } catch (FileSystemLoopException e) {
      return Optional.of("a component of it is a symbolic link");
    } catch (NoSuchFileException e) {
      return Optional.of("it is not there any more");
    }
  }

  /**
   * Why a plan is too much for a service.
   *
   * @param assigned what file_contexts assign to the path now
   */
  public Optional<String> against(TreePlan plan, Optional<SecurityContext> assigned) {
    if (!plan.left().isEmpty()) {
      return Optional.of("some of it would keep its label: " + plan.left().get(0));
    }
    for (Map.Entry<String, Long> now : plan.cost().labels().entrySet()) {
      Optional<SecurityContext> label = SecurityContext.parse(now.getKey());
      if (label.isEmpty() || !isDefault(label.get(), plan)) {
        return Optional.of("it was labelled on purpose: " + now.getKey() + " on " + now.getValue());
      }
    }
    RuleChange change = plan.rules();
    return change == null ? Optional.empty() : against(change, plan.path(), assigned);
  }

  private Optional<String> against(
      RuleChange change, Path path, Optional<SecurityContext> assigned) {
    if (assigned.isPresent() && !DEFAULT_TYPES.contains(assigned.get().type())) {
      return Optional.of("a rule of the policy assigns " + assigned.get());
    }
    if (!SpecStem.mayMatch(change.rule().spec(), path.toString())) {
      return Optional.of("an equivalence gives it the rules of another path");
    }
    return change.before().stream()
        .filter(rule -> isAbout(rule, path))
        .findFirst()
        .map(rule -> "a local rule is about it: " + rule.spec() + " " + rule.context());
  }

  private static boolean isDefault(SecurityContext label, TreePlan plan) {
    boolean open = label.range() == null || label.range().indexOf(':') < 0;
    return open
        && (DEFAULT_TYPES.contains(label.type()) || label.type().equals(plan.label().type()));
  }

  /** A rule for the path itself, a part of it, or something between it and its prefix. */
  private boolean isAbout(LocalRule rule, Path path) {
    return SpecStem.isBelow(rule.spec(), path.toString())
        || prefixes.stream()
            .anyMatch(
                prefix ->
                    SpecStem.isBelow(rule.spec(), prefix.toString())
                        && SpecStem.mayMatch(rule.spec(), path.toString()));
  }
}
