package sevol.remedy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Protection;
import sevol.remedy.Proof.Holds;
import sevol.selinux.FileContexts;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Which local rule makes file_contexts assign a label to a tree; tried before it is put. */
final class RulePlanner {
  private final RemedyHost host;

  /** A change, or why there is none; one of both is null. */
  record Result(@Nullable RuleChange change, @Nullable Refusal refusal) {}

  RulePlanner(RemedyHost host) {
    this.host = host;
  }

  /**
   * The label that the rules as they are assign to the whole tree, if containers may use it: then
   * restorecon is all that is needed.
   */
  static Optional<SecurityContext> alreadyAssigned(
      FileContexts contexts, Tree tree, SecurityContext planned, Proof proof, boolean readOnly) {
    if (TreeFix.assigns(contexts, tree, planned)) {
      return Optional.of(planned);
    }
    return Tree.assigned(contexts, tree.root())
        .filter(own -> proof.of(own, readOnly).compareTo(proof.of(planned, readOnly)) <= 0)
        .filter(own -> proof.of(own, readOnly) != Holds.NOT)
        .filter(own -> TreeFix.assigns(contexts, tree, own));
  }

  Result plan(Tree tree, SecurityContext label) throws IOException, RemedyException {
    String path = Equivalences.of(host.policyRoot()).map(tree.path().toString());
    Optional<Refusal> shared = ruleForOthers(tree, Path.of(path));
    if (shared.isPresent()) {
      return new Result(null, shared.get());
    }
    boolean directory = tree.root().tclass().equals(ObjectClass.DIR);
    LocalRule rule =
        new LocalRule(
            directory ? FcontextSpec.tree(path) : FcontextSpec.literal(path),
            FileType.ANY,
            label.toString());
    RuleChange change =
        RuleChange.of(host.store().rules(), rule, other -> SpecStem.isBelow(other.spec(), path));
    return new Result(change, null);
  }

  /** Why a rule would have no effect, empty if it has one. */
  static Optional<Refusal> beaten(FileContexts with, Tree tree, SecurityContext label) {
    return TreeFix.assigns(with, tree, label)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                tree.path(),
                "an exact rule of the policy gives it "
                    + Tree.assigned(with, tree.root())
                        .map(SecurityContext::toString)
                        .orElse("no label")
                    + ", and beats every local rule for a tree",
                "give containers a directory below or beside it"));
  }

  /** An equivalence makes two trees share their rules: one is not to be given a container's. */
  private Optional<Refusal> ruleForOthers(Tree tree, Path mapped) throws IOException {
    if (mapped.equals(tree.path())) {
      return Optional.empty();
    }
    String shared = "an equivalence of file_contexts gives it the rules of " + mapped;
    String next = "see: semanage fcontext -lC; without the equivalence it can have its own rule";
    Optional<Protection> belongs = host.protection().apply(mapped);
    if (belongs.isPresent()) {
      String why = shared + ", and " + belongs.get().why();
      return Optional.of(new Refusal(tree.path(), why, next));
    }
    try {
      return host.tree().look(mapped.toRealPath()).sameObject(tree.root())
          ? Optional.empty()
          : Optional.of(new Refusal(tree.path(), shared + ", which is another tree", next));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // nothing else is there to be given the rule
    }
  }
}
