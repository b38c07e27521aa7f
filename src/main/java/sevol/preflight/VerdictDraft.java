package sevol.preflight;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import sevol.remedy.Advisor;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/** Turns what is found out about one mount into its verdict; used once. */
final class VerdictDraft {
  private final Surroundings host;
  private final MountRequest.Bind request;
  private final boolean strict;
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Path resolved;
  private boolean mustBeMade;

  VerdictDraft(Surroundings host, MountRequest.Bind request, boolean strict) {
    this.host = host;
    this.request = request;
    this.strict = strict;
  }

  void resolved(Path path) {
    resolved = path;
  }

  /** The source does not exist; whoever repairs its label makes it first. */
  void mustBeMade() {
    mustBeMade = true;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Nothing could be found out. */
  Verdict unknown(String reason) {
    return verdict(Outcome.UNKNOWN, Cause.UNKNOWN, reason, null, 0, List.of(), null);
  }

  /** The engine itself will refuse. */
  Verdict denied(Cause cause, String reason) {
    Advice advice = advice(new Diagnosis(cause, reason));
    return verdict(Outcome.DENIED, cause, reason, null, 0, List.of(), advice);
  }

  /** The engine sets no label on the process. */
  Verdict unconfined(TreeScan scan) {
    String reason =
        "its process is not confined (spc_t or the like): SELinux keeps it from nothing here";
    return verdict(Outcome.FINE, null, reason, null, scan.entries(), List.of(), null);
  }

  /** The policy is asked. */
  Verdict confined(TreeScan scan, SecurityContext process, @Nullable SecurityContext neighbour) {
    Predictor predictor =
        new Predictor(host.decisions(), host.labels(), host.storesLabels(), host.protectedPaths());
    boolean readOnly = request.readOnly() || request.overlay();
    Prediction prediction = predictor.predict(scan, process, neighbour, readOnly);
    prediction.diagnoses().stream()
        .skip(1)
        .forEach(d -> warn("also " + d.cause().word() + ": " + d.reason()));
    if (prediction.newEntries() != null) {
      boolean relabels = request.relabel() == Relabel.SHARED;
      warn(
          prediction.newEntries()
              + (relabels
                  ? " until its own start with :z relabels them; label=level:s0 on each avoids that"
                  : "; run each with :z, or with --security-opt label=level:s0"));
    }
    nameOwners(prediction);
    Drawn drawn = draw(scan, prediction, process, readOnly);
    return verdict(
        drawn.outcome,
        drawn.cause,
        drawn.reason,
        process,
        scan.entries(),
        prediction.groups(),
        drawn.outcome == Outcome.DENIED && drawn.cause != null
            ? advice(new Diagnosis(drawn.cause, drawn.reason))
            : null);
  }

  /** The conclusion from a prediction. */
  private record Drawn(Outcome outcome, @Nullable Cause cause, String reason) {
    static Drawn unknown(String reason) {
      return new Drawn(Outcome.UNKNOWN, Cause.UNKNOWN, reason);
    }
  }

  private Drawn draw(
      TreeScan scan, Prediction prediction, SecurityContext process, boolean readOnly) {
    String gap = gap(scan);
    Diagnosis first = prediction.diagnosis().orElse(null);
    if (first != null && prediction.denied()) {
      if (request.overlay()) {
        return Drawn.unknown(
            "through podman's O the mounter's rights to the source count as well; "
                + first.reason());
      }
      boolean hostEnforces = host.mode() == SelinuxMode.ENFORCING;
      if (strict || (hostEnforces && !prediction.permissive())) {
        if (gap != null) {
          warn(gap);
        }
        if (prediction.silent()) {
          warn("the policy keeps these denials out of the audit log");
        }
        return new Drawn(Outcome.DENIED, first.cause(), first.reason());
      }
      warn(
          (hostEnforces ? process.type() + " is a permissive domain" : "the host is permissive")
              + ": nothing is refused now, but enforced it would be "
              + first.cause().word()
              + ": "
              + first.reason());
    } else if (first != null) {
      return Drawn.unknown(first.reason());
    }
    if (gap != null && (strict || scan.stopped() != TreeScan.Stop.ENTRIES)) {
      return Drawn.unknown(gap);
    }
    if (gap != null) {
      warn(gap);
    }
    if (scan.root().tclass().equals(ObjectClass.SOCK_FILE)) {
      return Drawn.unknown(
          "it is a socket: "
              + process.type()
              + " may write it, but connecting asks the policy about the server's own domain too");
    }
    String entries = scan.entries() == 1 ? "1 entry" : scan.entries() + " entries";
    boolean all = first == null;
    return new Drawn(
        Outcome.FINE,
        null,
        all
            ? entries + " looked at; " + process.type() + " may " + uses(readOnly) + " all of it"
            : entries + " looked at; denials would only be logged");
  }

  private static String uses(boolean readOnly) {
    return readOnly ? "read" : "read and write";
  }

  /** What the scan left out; null if nothing. */
  private static @Nullable String gap(TreeScan scan) {
    if (scan.unreadable() > 0) {
      return scan.unreadable()
          + (scan.unreadable() == 1 ? " entry" : " entries")
          + " could not be looked at ("
          + String.join(", ", scan.unreadableExamples())
          + (scan.unreadable() > scan.unreadableExamples().size() ? ", …" : "")
          + "); run sevol check with sudo";
    }
    if (scan.stopped() != null) {
      return scan.stopped() == TreeScan.Stop.TIME
          ? "time ran out after " + scan.entries() + " entries; allow more with --timeout"
          : "only the first " + scan.entries() + " entries were looked at (--quick)";
    }
    return scan.ungrouped() > 0
        ? "more than " + scan.groups().size() + " different labels; the rest was not checked"
        : null;
  }

  private void nameOwners(Prediction prediction) {
    for (GroupAccess access : prediction.groups()) {
      SecurityContext label = access.group().label();
      if (access.cause() != Cause.MCS_MISMATCH || label == null) {
        continue;
      }
      for (Container container : host.containers()) {
        if (Relabelling.isAtLevelOf(access.group(), container)) {
          warnOnce(label.range() + " is the level of " + Relabelling.name(container));
        }
      }
      if (ProcessLabels.DISABLED_LEVEL.equals(label.range())) {
        warnOnce(
            label.range() + " is what :Z of a container with --security-opt label=disable leaves");
      }
    }
  }

  private void warnOnce(String warning) {
    if (!warnings.contains(warning)) {
      warn(warning);
    }
  }

  private Advice advice(Diagnosis diagnosis) {
    Path path = resolved == null ? request.path() : resolved;
    Advice advice = new Advisor(host.labels()).advise(diagnosis, path, request.readOnly());
    if (!mustBeMade || advice.commands().isEmpty()) {
      return advice;
    }
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("sudo", "mkdir", "-p", "--", path.toString()));
    commands.addAll(advice.commands());
    return new Advice(advice.summary(), commands, advice.notes());
  }

  private Verdict verdict(
      Outcome outcome,
      @Nullable Cause cause,
      String reason,
      @Nullable SecurityContext process,
      long entries,
      List<GroupAccess> groups,
      @Nullable Advice advice) {
    return new Verdict(
        request, resolved, outcome, cause, reason, process, entries, groups, warnings, advice);
  }
}
