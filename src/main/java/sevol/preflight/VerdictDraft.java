package sevol.preflight;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.TreeLinks;
import sevol.diagnosis.TreeScan;
import sevol.preflight.Verdict.Outcome;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.request.MountRequest;
import sevol.selinux.Need;
import sevol.selinux.SecurityContext;

/** What is found out about one mount, until it is its verdict; used once. */
final class VerdictDraft {
  private final Surroundings host;
  private final MountRequest request;
  private final Preflight.Settings settings;
  private final List<String> warnings = new ArrayList<>();
  private TreeLinks links = TreeLinks.NONE;
  private @Nullable Path resolved;
  private boolean mustBeMade;
  private @Nullable String explanation;
  private List<Cure> cures = List.of();

  VerdictDraft(Surroundings host, MountRequest request, Preflight.Settings settings) {
    this.host = host;
    this.request = request;
    this.settings = settings;
  }

  void resolved(Path path) {
    resolved = path;
  }

  /** The source does not exist; whoever repairs its label makes it first. */
  void mustBeMade() {
    mustBeMade = true;
  }

  /** Tells something once. */
  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** What reaches beyond the source: names what a container would not find. */
  void links(TreeLinks found) {
    links = found;
    if (found.leaving() > 0) {
      warn(
          (found.leaving() == 1 ? "1 link leads" : found.leaving() + " links lead")
              + " out of it, into the container's own files: "
              + String.join(", ", found.leavingExamples())
              + (found.leaving() > found.leavingExamples().size() ? ", …" : ""));
    }
  }

  /** The policy's words, and what it would allow. */
  void explained(@Nullable String byPolicy, List<Cure> proved) {
    explanation = byPolicy;
    cures = proved;
  }

  /** What the mount is needed for, as far as its mode does not rule that out. */
  Set<Need> needs() {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    needs.addAll(settings.needs());
    needs.retainAll(possibleNeeds());
    return needs.isEmpty() ? Need.ofMount(request.readOnly()) : needs;
  }

  /** Says where something is asked for that no label could allow. */
  private void warnOfMode() {
    if (request.readOnly() && settings.needs().contains(Need.WRITE)) {
      warn("it is mounted ro: nothing can be written there, whatever the labels allow");
    }
  }

  /** The needs that the mount's mode does not rule out. */
  List<Need> possibleNeeds() {
    return request.readOnly() ? List.of(Need.READ, Need.EXEC) : List.of(Need.values());
  }

  /** Nothing could be found out. */
  Verdict unknown(String reason) {
    return alike(Outcome.UNKNOWN, Cause.UNKNOWN, reason, null, 0, null);
  }

  /** The engine itself will refuse to relabel, and so to start the container. */
  Verdict refused(Diagnosis why) {
    return alike(Outcome.DENIED, why.cause(), why.reason(), null, 0, advice(why));
  }

  /**
   * The kernel refuses to run a process with a context that the policy does not know.
   *
   * @param byDefault the engine takes the type by itself, so that no other run would start either
   */
  Verdict cannotStart(SecurityContext process, boolean byDefault) {
    String reason =
        "the loaded policy does not know the container's label "
            + process
            + ": "
            + request.engine().command()
            + " cannot start it";
    return alike(Outcome.DENIED, Cause.POLICY_GAP, reason, process, 0, noSuchLabel(byDefault));
  }

  /** The policy has the context, and does not let it be entered from the files of an image. */
  Verdict cannotEnter(SecurityContext process, SecurityContext image) {
    String reason =
        "the policy lets no program labelled "
            + image.type()
            + ", as those of the image are, start as "
            + process.type()
            + " (file entrypoint): "
            + request.engine().command()
            + " cannot start the container";
    return alike(Outcome.DENIED, Cause.POLICY_GAP, reason, process, 0, noSuchLabel(false));
  }

  private Advice noSuchLabel(boolean byDefault) {
    return byDefault
        ? new Advice(
            "The policy has no containers: install a policy module for them, or let the engine set"
                + " no labels (sevol doctor tells how).",
            List.of(),
            List.of())
        : new Advice(
            "Name a type, a user, a role and a level that the policy has, or none:"
                + " --security-opt label=type:"
                + host.labels().process().type()
                + ".",
            List.of(),
            List.of());
  }

  /** The engine sets no label on the process. */
  Verdict unconfined(TreeScan scan) {
    String reason =
        "its process is not confined (spc_t or the like): SELinux keeps it from nothing here";
    return alike(Outcome.FINE, null, reason, null, scan.entries(), null);
  }

  private Verdict alike(
      Outcome outcome,
      @Nullable Cause cause,
      String reason,
      @Nullable SecurityContext process,
      long entries,
      @Nullable Advice advice) {
    Map<Need, Outcome> access = new EnumMap<>(Need.class);
    possibleNeeds().forEach(need -> access.put(need, outcome));
    return verdict(outcome, access, cause, reason, process, entries, List.of(), advice);
  }

  /** What to do about a diagnosis of this mount. */
  Advice advice(Diagnosis diagnosis) {
    boolean path = resolved != null || request instanceof MountRequest.Bind;
    Path place = resolved == null ? Path.of("/").resolve(request.source()) : resolved;
    Advice advice =
        new Advisor(host.labels()).advise(diagnosis, path ? place : null, request.readOnly());
    if (!mustBeMade || advice.commands().isEmpty()) {
      return advice;
    }
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("sudo", "mkdir", "-p", "--", place.toString()));
    commands.addAll(advice.commands());
    return new Advice(advice.summary(), commands, advice.notes());
  }

  /** Where only a boolean helps for good, it by name. */
  Advice byBoolean(Advice advice, List<Cure> cures) {
    Cure cure = cures.stream().filter(c -> c.kind() == Cure.Kind.BOOLEAN).findFirst().orElse(null);
    if (cure == null || !advice.commands().isEmpty()) {
      return advice;
    }
    String wide = "the boolean opens it to every container of the host";
    warn(wide);
    return new Advice(
        "The policy allows it with " + cure.value() + "; " + wide + ".",
        List.of(cure.command()),
        advice.notes());
  }

  Verdict verdict(
      Outcome outcome,
      Map<Need, Outcome> access,
      @Nullable Cause cause,
      String reason,
      @Nullable SecurityContext process,
      long entries,
      List<GroupAccess> groups,
      @Nullable Advice advice) {
    warnOfMode();
    return new Verdict(
        request,
        resolved,
        outcome,
        access,
        cause,
        reason,
        process,
        entries,
        groups,
        links,
        warnings,
        explanation,
        cures,
        advice);
  }
}
