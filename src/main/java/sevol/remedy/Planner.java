package sevol.remedy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Proof.Holds;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.LevelRange;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Plans the relabel of one tree: guard, proof, survey, rule, in this order; changes nothing. */
final class Planner {
  private static final Set<Cause> CURED_BY_LABEL =
      EnumSet.of(Cause.UNLABELED, Cause.WRONG_TYPE_LABEL, Cause.MCS_MISMATCH);

  private final RemedyHost host;

  Planner(RemedyHost host) {
    this.host = host;
  }

  /**
   * Plans.
   *
   * @param asked the path as the user gave it
   * @param readOnly every use of it is read-only
   * @param diagnosis why containers are denied now, null if they are not
   * @throws IOException if the path cannot be looked at
   * @throws RemedyException if the policy store cannot be read
   */
  PlanResult plan(Path asked, boolean readOnly, @Nullable Diagnosis diagnosis)
      throws IOException, RemedyException {
    Path real = asked.toRealPath();
    FileStatus root = host.tree().look(real);
    Optional<String> refused =
        new Guard(host.protectedPaths(), host.storesLabels())
            .refusal(asked.toAbsolutePath().normalize(), real, root);
    if (refused.isPresent()) {
      return new Refusal(
          real, refused.get(), "mount a dedicated directory instead, or see udica(8) for a policy");
    }
    if (diagnosis != null && !CURED_BY_LABEL.contains(diagnosis.cause())) {
      return new Refusal(
          real,
          "no label repairs " + diagnosis.cause().word() + ": " + diagnosis.reason(),
          "run sevol check -v " + real + ":/mnt for the advice");
    }
    SecurityContext wanted = readOnly ? host.labels().readOnlyFile() : host.labels().file();
    Optional<SecurityContext> label = host.decisions().canonical(wanted);
    if (label.isEmpty()) {
      return new Refusal(
          real,
          "the loaded policy does not define " + wanted,
          "install a policy with container types (Debian 13, or container-selinux)");
    }
    return plan(real, root, readOnly, diagnosis, label.get());
  }

  private PlanResult plan(
      Path real,
      FileStatus root,
      boolean readOnly,
      @Nullable Diagnosis diagnosis,
      SecurityContext label)
      throws IOException, RemedyException {
    Proof proof = new Proof(host.decisions(), host.labels().process());
    Holds holds = proof.of(label, readOnly);
    if (holds == Holds.NOT) {
      return new Refusal(
          real,
          "the policy does not permit " + host.labels().process().type() + " the use of " + label,
          "no label can be proved to repair it");
    }
    Survey survey = Survey.of(host.tree(), real, label);
    Optional<Refusal> unsafe = unsafe(real, survey);
    if (unsafe.isPresent()) {
      return unsafe.get();
    }
    LocalRule rule = null;
    LocalRule replaced = null;
    boolean settled = settled(proof, real, root, readOnly, diagnosis, label);
    if (!settled && !assigns(real, root, label)) {
      String path = Equivalences.of(host.policyRoot()).map(real.toString());
      Optional<Refusal> other = ruleForOthers(real, root, Path.of(path));
      if (other.isPresent()) {
        return other.get();
      }
      rule =
          new LocalRule(
              isDirectory(root) ? FcontextSpec.tree(path) : FcontextSpec.literal(path),
              FileType.ANY,
              label.toString());
      replaced = host.rules().find(rule.spec()).orElse(null);
      if (rule.equals(replaced)) {
        return new Refusal(
            real,
            "the local rule " + rule.spec() + " is there, but another rule of the policy beats it",
            "see: semanage fcontext -lC, and matchpathcon " + real);
      }
    }
    long changes = settled ? 0 : survey.changes();
    if (diagnosis != null && rule == null && changes == 0) {
      return new Refusal(
          real,
          "rules and labels are as they should be, but for what is left as it is: " + survey.left(),
          "replace hard links by copies; sockets and devices are not for labels to repair");
    }
    return new RemedyPlan(
        real,
        root,
        diagnosis,
        label,
        rule,
        replaced,
        survey.entries(),
        changes,
        holds == Holds.WITH_LEVEL_S0 ? Proof.LEVEL_S0 : List.of(),
        survey.left(),
        notes(root, survey, holds, replaced));
  }

  /** An equivalence makes two trees share their rules: one is not to be given a container's. */
  private Optional<Refusal> ruleForOthers(Path real, FileStatus root, Path mapped)
      throws IOException {
    if (mapped.equals(real)) {
      return Optional.empty();
    }
    String shared = "an equivalence of file_contexts gives it the rules of " + mapped;
    String next = "see: semanage fcontext -lC; without the equivalence it can have its own rule";
    Optional<String> belongs = host.protectedPaths().apply(mapped);
    if (belongs.isPresent()) {
      return refuse(real, shared + ", and " + belongs.get(), next);
    }
    try {
      return host.tree().look(mapped.toRealPath()).sameObject(root)
          ? Optional.empty()
          : refuse(real, shared + ", which is another tree", next);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // nothing else is there to be given the rule
    }
  }

  /** Nothing is denied now, and what the rules assign would not be denied either. */
  private boolean settled(
      Proof proof,
      Path real,
      FileStatus root,
      boolean readOnly,
      @Nullable Diagnosis diagnosis,
      SecurityContext label) {
    if (diagnosis != null) {
      return false;
    }
    try (FileContexts rules = host.fileContexts().get()) {
      return rules
          .lookup(real, root.tclass())
          .map(assigned -> assigned.equals(label) || proof.of(assigned, readOnly) != Holds.NOT)
          .orElse(false);
    }
  }

  /** True if file_contexts already gives the label to the root and to what will be below it. */
  private boolean assigns(Path real, FileStatus root, SecurityContext label) {
    try (FileContexts rules = host.fileContexts().get()) {
      return assigns(rules, real, root, label);
    }
  }

  static boolean assigns(FileContexts rules, Path real, FileStatus root, SecurityContext label) {
    Optional<SecurityContext> planned = Optional.of(label);
    Path child = real.resolve("any");
    return rules.lookup(real, root.tclass()).equals(planned)
        && (!isDirectory(root)
            || (rules.lookup(child, ObjectClass.FILE).equals(planned)
                && rules.lookup(child, ObjectClass.DIR).equals(planned)));
  }

  private static boolean isDirectory(FileStatus root) {
    return root.tclass().equals(ObjectClass.DIR);
  }

  private Optional<Refusal> unsafe(Path real, Survey survey) {
    String suspect = survey.suspect();
    if (suspect != null) {
      return refuse(
          real,
          suspect + " has hard links outside the tree and another owner or a foreign label",
          "remove the link, then try again");
    }
    if (survey.tooManyLinks()) {
      return refuse(real, "it holds too many hard-linked files to be checked", "split the tree");
    }
    if (survey.unreadableCount() > 0) {
      return refuse(
          real,
          survey.unreadableCount() + " objects could not be looked at: " + survey.unreadable(),
          "run as root");
    }
    for (Container container : host.inventory().containers()) {
      SecurityContext held = container.mountLabel();
      Optional<LevelRange> level = held == null ? Optional.empty() : held.levels();
      for (String range : survey.privateLevels()) {
        if (level.isPresent() && level.equals(LevelRange.parse(range))) {
          return refuse(
              real,
              "it holds content of level "
                  + range
                  + ", which is private to the container "
                  + container.display()
                  + " ("
                  + container.engine().command()
                  + ")",
              "run both containers with the mount option :z, or with the same label=level:");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(Path real, String reason, String next) {
    return Optional.of(new Refusal(real, reason, next));
  }

  private List<String> notes(
      FileStatus root, Survey survey, Holds holds, @Nullable LocalRule replaced)
      throws IOException {
    List<String> notes = new ArrayList<>();
    if (holds == Holds.WITH_LEVEL_S0) {
      notes.add(
          "Under this policy a new file takes the level of the process that made it. Run every"
              + " container on this path with --security-opt label=level:s0 (or the mount option"
              + " :z, which relabels the tree at every start); without it one container's files"
              + " are closed to the next.");
    } else if (holds == Holds.FOR_THIS_CONTENT_ONLY) {
      notes.add(
          "Holds for this content only: under this policy files that one container makes are"
              + " closed to the next.");
    }
    if (replaced != null) {
      notes.add("Replaces the local rule " + replaced.spec() + " = " + replaced.context() + ".");
    }
    Path above = Path.of(root.path()).getParent();
    SecurityContext parent = above == null ? null : host.tree().look(above).label();
    if (parent != null && parent.type().equals("unlabeled_t")) {
      notes.add(
          above + " is unlabeled too: what is made beside this path will be unlabeled again.");
    }
    survey.mounts().stream()
        .limit(5)
        .forEach(at -> notes.add("Not entered: another mount at " + at + "; fix it by itself."));
    survey
        .skippedPaths()
        .forEach(at -> notes.add("Left as it is, since it has hard links elsewhere: " + at));
    survey
        .special()
        .forEach(at -> notes.add("Left as it is, since it is a socket or a device: " + at));
    return notes;
  }
}
