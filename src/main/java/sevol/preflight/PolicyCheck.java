package sevol.preflight;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.Prediction;
import sevol.diagnosis.Predictor;
import sevol.diagnosis.TreeScan;
import sevol.preflight.Verdict.Outcome;
import sevol.remedy.Advice;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** Asks the policy about a confined container and one mount, and draws the verdict; used once. */
final class PolicyCheck {
  private final Surroundings host;
  private final Preflight.Settings settings;
  private final MountRequest.Bind request;
  private final VerdictDraft draft;
  private final Predictor predictor;

  PolicyCheck(
      Surroundings host,
      Preflight.Settings settings,
      MountRequest.Bind request,
      VerdictDraft draft) {
    this.host = host;
    this.settings = settings;
    this.request = request;
    this.draft = draft;
    this.predictor =
        new Predictor(host.decisions(), host.labels(), host.storesLabels(), host.protectedPaths());
  }

  /** The conclusion from a prediction. */
  private record Drawn(Outcome outcome, @Nullable Cause cause, String reason) {
    static Drawn unknown(String reason) {
      return new Drawn(Outcome.UNKNOWN, Cause.UNKNOWN, reason);
    }
  }

  /**
   * The verdict.
   *
   * @param scan the tree as the container will find it
   * @param neighbour the same process at another level, null if nobody else is to use the tree
   * @param uncertain why the tree may look otherwise below its top
   */
  Verdict verdict(
      TreeScan scan,
      SecurityContext process,
      @Nullable SecurityContext neighbour,
      Optional<String> uncertain) {
    Set<Need> needs = draft.needs();
    Prediction prediction = predictor.predict(scan, process, neighbour, needs);
    prediction.diagnoses().stream()
        .skip(1)
        .forEach(d -> draft.warn("also " + d.cause().word() + ": " + d.reason()));
    warnOfNewEntries(prediction);
    nameOwners(prediction);
    Drawn drawn = draw(scan, prediction, process, uncertain, true);
    Map<Need, Outcome> access = new EnumMap<>(Need.class);
    for (Need need : draft.possibleNeeds()) {
      Prediction alone = predictor.predict(scan, process, null, Set.of(need));
      access.put(need, draw(scan, alone, process, uncertain, false).outcome());
    }
    Advice advice = null;
    Cause cause = drawn.cause();
    if (drawn.outcome() == Outcome.DENIED && cause != null) {
      PolicyWords words = PolicyWords.ask(host.explainer(), scan, process, prediction);
      if (words.failure() != null) {
        draft.warn("the policy's own words are missing: " + words.failure());
      }
      cause = words.booleans().isEmpty() ? cause : byBoolean(cause);
      advice = draft.advice(new Diagnosis(cause, drawn.reason()));
      List<Cure> cures =
          new Cures(host, predictor, request, needs)
              .of(scan, process, prediction, advice, words.booleans());
      draft.explained(words.reason(), cures);
      advice = draft.byBoolean(advice, cures);
    }
    return draft.verdict(
        drawn.outcome(),
        access,
        cause,
        drawn.reason(),
        process,
        scan.entries(),
        prediction.groups(),
        advice);
  }

  /** What a boolean governs is content that several services share, and its label is right. */
  private static Cause byBoolean(Cause cause) {
    return cause == Cause.WRONG_TYPE_LABEL || cause == Cause.POLICY_GAP ? Cause.BOOLEAN : cause;
  }

  private void warnOfNewEntries(Prediction prediction) {
    if (prediction.newEntries() != null) {
      boolean relabels = request.relabel() == Relabel.SHARED;
      draft.warn(
          prediction.newEntries()
              + (relabels
                  ? " until its own start with :z relabels them; label=level:s0 on each avoids that"
                  : "; run each with :z, or with --security-opt label=level:s0"));
    }
  }

  private Drawn draw(
      TreeScan scan,
      Prediction prediction,
      SecurityContext process,
      Optional<String> uncertain,
      boolean warns) {
    Optional<String> gap = Gaps.of(scan);
    Diagnosis first = prediction.diagnosis().orElse(null);
    if (first != null && prediction.denied()) {
      boolean atRoot = prediction.groups().stream().anyMatch(g -> shut(g, scan));
      if (uncertain.isPresent() && !atRoot) {
        return Drawn.unknown(uncertain.get() + "; now " + first.reason());
      }
      boolean hostEnforces = host.mode() == SelinuxMode.ENFORCING;
      if (settings.strict() || (hostEnforces && !prediction.permissive())) {
        if (warns) {
          gap.ifPresent(draft::warn);
          uncertain.ifPresent(draft::warn);
          if (prediction.silent()) {
            draft.warn("the policy keeps these denials out of the audit log");
          }
        }
        return new Drawn(Outcome.DENIED, first.cause(), first.reason());
      }
      if (warns) {
        draft.warn(
            (hostEnforces ? process.type() + " is a permissive domain" : "the host is permissive")
                + ": nothing is refused now, but enforced it would be "
                + first.cause().word()
                + ": "
                + first.reason());
      }
    } else if (first != null) {
      return Drawn.unknown(first.reason());
    }
    if (gap.isPresent() && (settings.strict() || scan.stopped() != TreeScan.Stop.ENTRIES)) {
      return Drawn.unknown(gap.get());
    }
    if (warns) {
      gap.ifPresent(draft::warn);
    }
    if (scan.root().tclass().equals(ObjectClass.SOCK_FILE)) {
      return Drawn.unknown(
          "it is a socket: "
              + process.type()
              + " may write it, but connecting asks the policy about the server's own domain too");
    }
    String entries = scan.entries() == 1 ? "1 entry" : scan.entries() + " entries";
    return new Drawn(
        Outcome.FINE,
        null,
        first == null
            ? entries + " looked at; " + process.type() + " may " + uses() + " all of it"
            : entries + " looked at; denials would only be logged");
  }

  private static boolean shut(GroupAccess access, TreeScan scan) {
    return !access.denied().isEmpty() && scan.holdsRoot(access.group());
  }

  private String uses() {
    List<String> verbs =
        draft.needs().stream()
            .sorted()
            .map(need -> need == Need.EXEC ? "run" : need.word())
            .toList();
    int last = verbs.size() - 1;
    return last < 1
        ? verbs.get(0)
        : String.join(", ", verbs.subList(0, last)) + " and " + verbs.get(last);
  }

  private void nameOwners(Prediction prediction) {
    for (GroupAccess access : prediction.groups()) {
      SecurityContext label = access.group().label();
      if (access.cause() != Cause.MCS_MISMATCH || label == null) {
        continue;
      }
      for (Container container : host.containers()) {
        if (Relabelling.isAtLevelOf(access.group(), container)) {
          draft.warn(label.range() + " is the level of " + Relabelling.name(container));
        }
      }
      if (ProcessLabels.DISABLED_LEVEL.equals(label.range())) {
        draft.warn(
            label.range() + " is what :Z of a container with --security-opt label=disable leaves");
      }
    }
  }
}
