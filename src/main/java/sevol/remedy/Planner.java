package sevol.remedy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Proof.Holds;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.LevelRange;
import sevol.selinux.SecurityContext;

/**
 * Plans one fix; changes nothing. In this order: what no label repairs, the guard, the proof, the
 * rule (tried on a copy of the rules), the look at the tree, those who use it.
 */
final class Planner {
  /** What a boolean of the policy is meant for; never what belongs to the host. */
  private static final Set<Cause> CURED_BY_BOOLEAN =
      EnumSet.of(Cause.BOOLEAN, Cause.NO_XATTR_FILESYSTEM);

  private final RemedyHost host;
  private final Progress progress;

  Planner(RemedyHost host, Progress progress) {
    this.host = host;
    this.progress = progress;
  }

  /**
   * Plans.
   *
   * @throws IOException if the path cannot be looked at
   * @throws RemedyException if the policy store cannot be read
   */
  PlanResult plan(FixRequest request) throws IOException, RemedyException {
    Path real = request.asked().toRealPath();
    Denied denied = request.denied();
    if (denied != null
        && CURED_BY_BOOLEAN.contains(denied.diagnosis().cause())
        && !denied.booleans().isEmpty()) {
      return new BooleanPlan(
          real,
          denied.diagnosis(),
          denied.booleans(),
          List.of("A boolean opens the access to every container of the host."));
    }
    FileStatus root = host.tree().look(real);
    if (denied == null && !host.storesLabels().test(root)) {
      return new BooleanPlan(
          real, null, List.of(), List.of("Its file system stores no labels; none is needed."));
    }
    Optional<Refusal> refused =
        new Guard(host.protection(), host.storesLabels())
            .refusal(request.asked().toAbsolutePath().normalize(), real, root, request.known());
    if (refused.isPresent()) {
      return with(refused.get(), denied);
    }
    if (denied != null && !isCuredByLabel(denied.diagnosis().cause(), real, request.known())) {
      return withoutLabel(real, denied);
    }
    SecurityContext usual =
        request.readOnly() ? host.labels().readOnlyFile() : host.labels().file();
    String level = request.level();
    if (level != null && LevelRange.parse(level).isEmpty()) {
      return new Refusal(real, level + " is not a level", "say it as in s0:c1,c2");
    }
    SecurityContext wanted = level == null ? usual : usual.withRange(level);
    Optional<SecurityContext> label = host.decisions().canonical(wanted);
    if (label.isEmpty()) {
      return new Refusal(
          real,
          "the loaded policy does not define " + wanted,
          "install a policy with container types (Debian 13, or container-selinux)");
    }
    Proof proof = new Proof(host.decisions(), host.labels().process(), level);
    if (proof.of(label.get(), request.readOnly()) == Holds.NOT) {
      return new Refusal(
          real,
          "the policy does not permit "
              + host.labels().process().type()
              + " the use of "
              + label.get(),
          "no label can be proved to repair it");
    }
    return byLabel(request, new Tree(real, root), label.get(), proof);
  }

  /** What the host's own label guards is relabelled where the guard lets it be set aside. */
  private static boolean isCuredByLabel(Cause cause, Path real, Set<Path> known) {
    return cause.isCuredByLabel() || (cause == Cause.PROTECTED_HOST_PATH && known.contains(real));
  }

  /** What no label repairs. */
  private static Refusal withoutLabel(Path real, Denied denied) {
    Diagnosis diagnosis = denied.diagnosis();
    String next =
        denied.ways().isEmpty()
            ? "nothing safe is known; sevol check -v " + real + ":/mnt has the evidence"
            : "one of the ways below";
    return new Refusal(
        real,
        "no label repairs " + diagnosis.cause().word() + ": " + diagnosis.reason(),
        diagnosis.cause() == Cause.PROTECTED_HOST_PATH
            ? next + "; if it was copied here and is nobody else's, say --i-know " + real
            : next,
        denied.ways());
  }

  private static Refusal with(Refusal refusal, @Nullable Denied denied) {
    return denied == null
        ? refusal
        : new Refusal(refusal.path(), refusal.reason(), refusal.next(), denied.ways());
  }

  private PlanResult byLabel(FixRequest request, Tree tree, SecurityContext planned, Proof proof)
      throws IOException, RemedyException {
    try (FileContexts now = host.fileContexts().open()) {
      Optional<SecurityContext> own =
          RulePlanner.alreadyAssigned(now, tree, planned, proof, request.readOnly());
      if (own.isPresent()) {
        return byLabel(request, tree, own.get(), proof, now, null);
      }
    }
    RulePlanner.Result rule = new RulePlanner(host).plan(tree, planned);
    RuleChange change = rule.change();
    if (change == null) {
      return with(Objects.requireNonNull(rule.refusal()), request.denied());
    }
    try (FileContexts with = host.fileContexts().openWith(change.after())) {
      Optional<Refusal> beaten = RulePlanner.beaten(with, tree, planned);
      return beaten.isPresent()
          ? with(beaten.get(), request.denied())
          : byLabel(request, tree, planned, proof, with, change);
    }
  }

  private PlanResult byLabel(
      FixRequest request,
      Tree tree,
      SecurityContext label,
      Proof proof,
      FileContexts contexts,
      @Nullable RuleChange change)
      throws IOException {
    boolean settled = change == null && request.denied() == null;
    Holds holds = proof.of(label, request.readOnly());
    long start = System.nanoTime();
    Survey survey =
        Survey.byLooking(
            host.tree(),
            tree,
            contexts,
            l -> proof.of(l, request.readOnly()) != Holds.NOT,
            progress,
            "looking");
    double seconds = (System.nanoTime() - start) / 1e9;
    Holders holders = new Holders(host.inventory().containers(), host.decisions());
    Optional<Refusal> unsafe = unsafe(request, tree, survey, label, holders);
    if (unsafe.isPresent()) {
      return unsafe.get();
    }
    long changes = settled ? 0 : survey.changes();
    if (request.denied() != null && change == null && changes == 0) {
      return with(
          new Refusal(
              tree.path(),
              "rules and labels are as they should be, but for what is left as it is: "
                  + survey.left(),
              "replace hard links by copies; sockets and devices are not for labels to repair"),
          request.denied());
    }
    PlanNotes notes = new PlanNotes(host.tree(), tree, survey, holders);
    return new TreePlan(
        tree.path(),
        tree.root(),
        request.denied() == null ? null : request.denied().diagnosis(),
        request.readOnly(),
        request.level(),
        label,
        change,
        cost(survey, changes, seconds, change != null),
        proof.runWith(holds),
        survey.left(),
        notes.of(holds, change));
  }

  /** Three more walks, a label set about 25,000 times a second, a rule in two seconds. */
  private static TreePlan.Cost cost(Survey survey, long changes, double walkSeconds, boolean rule) {
    double seconds = 3 * walkSeconds + changes / 25_000.0 + (rule ? 2 : 0);
    return new TreePlan.Cost(survey.entries(), changes, (long) Math.ceil(seconds), survey.labels());
  }

  private Optional<Refusal> unsafe(
      FixRequest request, Tree tree, Survey survey, SecurityContext label, Holders holders) {
    String hindrance = survey.hindrance();
    if (hindrance != null) {
      return Optional.of(new Refusal(tree.path(), hindrance, "then try again"));
    }
    if (request.known().contains(tree.path())) {
      return Optional.empty();
    }
    SecurityContext now = tree.root().label();
    Optional<String> held = holders.ownerOf(survey.privateLevels(), label);
    if (held.isEmpty() && now != null) {
      held = holders.brokenBy(tree.path(), now, label);
    }
    return held.map(
        why ->
            new Refusal(
                tree.path(),
                why,
                "run both containers with the mount option :z, or with the same label=level: and"
                    + " fix with --level; if that one does not need it any more, say --i-know "
                    + tree.path()));
  }
}
