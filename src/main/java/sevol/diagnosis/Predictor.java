package sevol.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.container.ContainerLabels;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.FileStatus;
import sevol.selinux.MountPermissions;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Asks a policy what a container may do to a scanned tree, and why not. */
public final class Predictor {
  /** The kernel's label for what has none it knows: initial sid {@code unlabeled}. */
  static final String UNLABELED_TYPE = "unlabeled_t";

  private final AccessDecisions decisions;
  private final ContainerLabels labels;
  private final Predicate<FileStatus> storesLabels;
  private final ProtectedPaths protectedPaths;

  /**
   * Predicts by one policy.
   *
   * @param storesLabels whether the mount of an object can store labels ({@code seclabel} among the
   *     options in mountinfo)
   */
  public Predictor(
      AccessDecisions decisions,
      ContainerLabels labels,
      Predicate<FileStatus> storesLabels,
      ProtectedPaths protectedPaths) {
    this.decisions = decisions;
    this.labels = labels;
    this.storesLabels = storesLabels;
    this.protectedPaths = protectedPaths;
  }

  /**
   * Predicts what a mount of this tree allows.
   *
   * @param process label of the container's process
   * @param neighbour the same with the level of another container, to which files that this one
   *     makes may be closed; null if nobody asks
   * @param needs what the container is to do
   */
  public Prediction predict(
      TreeScan scan,
      SecurityContext process,
      @Nullable SecurityContext neighbour,
      Set<Need> needs) {
    if (decisions.canonical(process).isEmpty()) {
      String reason = "the loaded policy does not know the container's label " + process;
      return new Prediction(
          List.of(), List.of(new Diagnosis(Cause.UNKNOWN, reason)), false, false, null);
    }
    @Nullable String whyProtected = protectedPaths.why(Path.of(scan.root().path())).orElse(null);
    List<GroupAccess> groups = new ArrayList<>();
    boolean permissive = false;
    for (LabelGroup group : scan.groups()) {
      Optional<AccessDecision> decision =
          decide(process, group, needed(scan, group.tclass(), needs));
      permissive |= decision.map(AccessDecision::permissive).orElse(false);
      groups.add(access(scan, process, group, decision, needs, whyProtected != null));
    }
    List<Diagnosis> diagnoses = new Reasons(scan, process, whyProtected).of(groups);
    @Nullable String newEntries = null;
    boolean makesFiles = needs.contains(Need.WRITE) && scan.root().tclass().equals(ObjectClass.DIR);
    if (makesFiles && diagnoses.isEmpty()) {
      Optional<Diagnosis> own = newEntriesOf(process, process, scan.root(), needs);
      diagnoses = own.map(List::of).orElse(diagnoses);
      if (own.isEmpty() && neighbour != null && usable(neighbour, scan.root())) {
        newEntries =
            newEntriesOf(process, neighbour, scan.root(), needs)
                .map(Diagnosis::reason)
                .orElse(null);
      }
    }
    return new Prediction(groups, diagnoses, permissive, silent(scan, groups), newEntries);
  }

  /** Where the root itself is shut, only its own denials can happen. */
  private static boolean silent(TreeScan scan, List<GroupAccess> groups) {
    List<GroupAccess> denied = groups.stream().filter(g -> !g.denied().isEmpty()).toList();
    List<GroupAccess> shut =
        denied.stream()
            .filter(g -> scan.holdsRoot(g.group()) && g.denied().contains("search"))
            .toList();
    List<GroupAccess> met = shut.isEmpty() ? denied : shut;
    return !met.isEmpty() && met.stream().allMatch(GroupAccess::silent);
  }

  private GroupAccess access(
      TreeScan scan,
      SecurityContext process,
      LabelGroup group,
      Optional<AccessDecision> decision,
      Set<Need> needs,
      boolean hostPath) {
    if (decision.isEmpty()) {
      return new GroupAccess(group, Set.of(), false, Cause.UNKNOWN);
    }
    Set<String> denied = decision.get().denied();
    if (denied.isEmpty()) {
      return new GroupAccess(group, denied, false, null);
    }
    boolean silent = decision.get().silent().containsAll(metFirst(group.tclass(), denied));
    return new GroupAccess(group, denied, silent, cause(scan, process, group, needs, hostPath));
  }

  /** Who may not search a directory is never asked about writing in it. */
  private static Set<String> metFirst(ObjectClass tclass, Set<String> denied) {
    if (!tclass.equals(ObjectClass.DIR) || !denied.contains("search")) {
      return denied;
    }
    Set<String> first = new LinkedHashSet<>(denied);
    first.retainAll(Set.of("search", "read", "open"));
    return first;
  }

  /** The order matters: what cannot be cured by a label comes before what can. */
  private Cause cause(
      TreeScan scan, SecurityContext process, LabelGroup group, Set<Need> needs, boolean hostPath) {
    ObjectClass tclass = group.tclass();
    SecurityContext label = group.label();
    Path path = Path.of(scan.root().path());
    if (label == null) {
      return Cause.UNKNOWN;
    }
    if (tclass.equals(ObjectClass.CHR_FILE) || tclass.equals(ObjectClass.BLK_FILE)) {
      return Cause.DEVICE;
    }
    if (tclass.equals(ObjectClass.SOCK_FILE) || ProtectedPaths.isKernelTree(path)) {
      return Cause.PROTECTED_HOST_PATH;
    }
    if (!storesLabels.test(scan.mountOf(group))) {
      return Cause.NO_XATTR_FILESYSTEM;
    }
    if (isUnlabeled(label)) {
      return Cause.UNLABELED;
    }
    if (TypeTable.isHosts(label.type())) {
      return Cause.PROTECTED_HOST_PATH;
    }
    AccessVector needed = needed(scan, tclass, needs);
    if (label.range() != null && decisions.allows(process, label.withRange("s0"), needed)) {
      return Cause.MCS_MISMATCH;
    }
    if (hostPath) {
      return Cause.PROTECTED_HOST_PATH;
    }
    return decisions.allows(process, labels.file(), needed)
        ? Cause.WRONG_TYPE_LABEL
        : Cause.POLICY_GAP;
  }

  /**
   * What is there need not be made any more: policies ask that of its user, too, which may be
   * anybody's. A source that is no directory is a mount point itself: nobody can remove it.
   */
  private static AccessVector needed(TreeScan scan, ObjectClass tclass, Set<Need> needs) {
    Set<String> perms = new LinkedHashSet<>(MountPermissions.needed(tclass, needs).perms());
    perms.remove("create");
    if (!scan.root().tclass().equals(ObjectClass.DIR)) {
      perms.removeAll(List.of("unlink", "rename"));
    }
    return new AccessVector(tclass, perms);
  }

  /** A context that the policy does not know is unlabeled to the kernel. */
  private boolean isUnlabeled(SecurityContext label) {
    return label.type().equals(UNLABELED_TYPE) || decisions.canonical(label).isEmpty();
  }

  private Optional<AccessDecision> decide(
      SecurityContext process, LabelGroup group, AccessVector needed) {
    SecurityContext label = group.label();
    if (label == null) {
      return Optional.empty();
    }
    Optional<AccessDecision> decision = decisions.decide(process, label, needed);
    if (decision.isEmpty() && decisions.canonical(label).isEmpty()) {
      String range = labels.file().range();
      return decisions.decide(process, unlabeled(range), needed);
    }
    return decision;
  }

  private static SecurityContext unlabeled(@Nullable String range) {
    return new SecurityContext("system_u", "object_r", UNLABELED_TYPE, range);
  }

  private boolean usable(SecurityContext process, FileStatus directory) {
    SecurityContext label = directory.label();
    return label != null
        && decisions.allows(
            process, label, MountPermissions.needed(ObjectClass.DIR, Need.ofMount(false)));
  }

  /** What a user may not do to the files and directories that a maker will make; empty if all. */
  private Optional<Diagnosis> newEntriesOf(
      SecurityContext maker, SecurityContext user, FileStatus directory, Set<Need> needs) {
    SecurityContext label = directory.label();
    if (label == null) {
      return Optional.empty();
    }
    for (ObjectClass tclass : List.of(ObjectClass.FILE, ObjectClass.DIR)) {
      Optional<SecurityContext> made = decisions.contextOfNew(maker, label, tclass);
      if (made.isEmpty()) {
        continue;
      }
      Set<String> denied = new LinkedHashSet<>();
      decisions
          .decide(user, made.get(), MountPermissions.needed(tclass, needs))
          .ifPresent(d -> denied.addAll(d.denied()));
      if (!denied.isEmpty()) {
        return Optional.of(newEntriesDiagnosis(maker, user, made.get(), denied));
      }
    }
    return Optional.empty();
  }

  private static Diagnosis newEntriesDiagnosis(
      SecurityContext maker, SecurityContext user, SecurityContext made, Set<String> denied) {
    if (!maker.equals(user)) {
      return new Diagnosis(
          Cause.MCS_MISMATCH,
          "files that a container makes here carry its own level: another container may not "
              + Reasons.verbs(denied)
              + " them");
    }
    return new Diagnosis(
        Cause.POLICY_GAP,
        "files that it makes here will carry "
            + made
            + "; "
            + user.type()
            + " may not "
            + Reasons.verbs(denied)
            + " them");
  }
}
