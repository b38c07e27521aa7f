package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.automatic.Restraint;
import sevol.automatic.SeenMounts;
import sevol.ledger.FixResult;
import sevol.ledger.FixResult.State;
import sevol.ledger.FixResults;
import sevol.remedy.Denied;
import sevol.remedy.FixRequest;
import sevol.remedy.Fixer;
import sevol.remedy.PlanResult;
import sevol.remedy.Progress;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyException;
import sevol.remedy.TreePlan;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;

/**
 * Fixes what an incident's id stands for, if all that keeps an automatic fix narrow permits it. Of
 * the daemon it takes the id; path, cause and plan it finds by itself.
 */
final class AutoFixer {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Host host;
  private final Settings settings;
  private final Fixer fixer;
  private final FixResults results;
  private final SeenMounts mounts;
  private final Progress progress;
  private final Clock clock;

  /**
   * A fixer.
   *
   * @param results what came of earlier requests; hears of each step of this one
   * @param mounts the mounts of root's containers
   */
  AutoFixer(
      Host host,
      Settings settings,
      Fixer fixer,
      FixResults results,
      SeenMounts mounts,
      Progress progress,
      Clock clock) {
    this.host = host;
    this.settings = settings;
    this.fixer = fixer;
    this.results = results;
    this.mounts = mounts;
    this.progress = progress;
    this.clock = clock;
  }

  /** Ends what was cut off, as the next run of a manual fix would. */
  FixResult recover(FixResult begun) throws IOException, RemedyException {
    Path path = Path.of(Objects.requireNonNull(begun.path()));
    Optional<Fixer.Applied> finished = fixer.recover(path, progress);
    FixResult result =
        finished.isPresent()
            ? done(begun.incident(), path, finished.get())
            : of(begun.incident(), State.POSTPONED, path, "it was cut off, before any change");
    results.put(result);
    return result;
  }

  /** One request. */
  FixResult fix(String incident) throws IOException {
    Optional<SeenMounts.Source> found = mounts.of(incident);
    if (found.isEmpty()) {
      return note(
          incident,
          State.REFUSED,
          null,
          "no container of root's engines is known that mounts what it is about");
    }
    SeenMounts.Source source = found.get();
    try {
      Optional<String> against = Restraint.against(source.cause());
      if (against.isEmpty()) {
        against = new Restraint(settings.prefixes()).against(source.path(), host.tree());
      }
      return against.isPresent()
          ? note(incident, State.REFUSED, source.path(), against.get())
          : fix(incident, source);
    } catch (RemedyException | IOException e) {
      return note(incident, State.POSTPONED, source.path(), OneLineErrors.message(e));
    }
  }

  private FixResult fix(String incident, SeenMounts.Source source)
      throws IOException, RemedyException {
    Path path = source.path();
    FileStatus object = host.tree().look(path);
    Denied denied = new FixDiagnosis(host, source.readOnly(), null).of(path);
    if (denied == null) {
      FixResult before = results.of(incident);
      return before != null && before.state() == State.FIXED
          ? before
          : note(incident, State.REFUSED, path, "nothing is denied there now");
    }
    Optional<String> against =
        Restraint.against(denied.diagnosis().cause()).or(() -> earlier(path));
    if (against.isPresent()) {
      return note(incident, State.REFUSED, path, against.get());
    }
    if (results.since(clock.instant().minus(HOUR), incident) >= settings.hourly()) {
      return note(
          incident,
          State.POSTPONED,
          path,
          "as many fixes as are allowed were applied within the last hour: " + settings.hourly());
    }
    FixRequest request = new FixRequest(path, source.readOnly(), null, Set.of(), denied);
    PlanResult result = fixer.plan(request, progress);
    if (result instanceof Refusal refusal) {
      return note(incident, State.REFUSED, path, refusal.reason() + "; " + refusal.next());
    }
    if (!(result instanceof TreePlan plan) || plan.nothingToDo()) {
      return note(incident, State.REFUSED, path, "a label does not repair it");
    }
    // a component may have become a link, or another directory, in between
    if (!plan.path().equals(path)
        || !plan.root().sameObject(object)
        || new Restraint(settings.prefixes()).against(path, host.tree()).isPresent()) {
      return note(incident, State.POSTPONED, path, "it changed while it was looked at");
    }
    against = against(plan);
    if (against.isPresent()) {
      return note(incident, State.REFUSED, path, against.get());
    }
    note(incident, State.BEGUN, path, "at work");
    FixResult done = done(incident, path, fixer.apply(plan, progress));
    results.put(done);
    return done;
  }

  private Optional<String> against(TreePlan plan) throws RemedyException {
    try (FileContexts now = host.remedy().fileContexts().open()) {
      return new Restraint(settings.prefixes())
          .against(plan, now.lookup(plan.path().toString(), plan.root().tclass()));
    }
  }

  /** What was done to this path before and did not last is not done again. */
  private Optional<String> earlier(Path path) {
    try {
      return fixer.history().stream()
          .filter(past -> past.path().equals(path.toString()))
          .reduce((a, b) -> b)
          .map(past -> "fix " + past.id() + " of it " + how(past));
    } catch (IOException | RemedyException e) {
      return Optional.of("earlier fixes cannot be read: " + OneLineErrors.message(e));
    }
  }

  private static String how(Fixer.Past past) {
    if (past.unfinished()) {
      return "did not finish; sevol fix --resume " + past.id();
    }
    return past.undone() ? "was undone" : "did not hold";
  }

  private FixResult done(String incident, Path path, Fixer.Applied applied) {
    String text = applied.relabelled() + " labels set, verified; undo: sevol fix --undo ";
    return new FixResult(
        incident, clock.instant(), State.FIXED, path + "", text + applied.id(), applied.id());
  }

  private FixResult note(String incident, State state, @Nullable Path path, String reason)
      throws IOException {
    FixResult result = of(incident, state, path, reason);
    results.put(result);
    return result;
  }

  private FixResult of(String incident, State state, @Nullable Path path, String reason) {
    Instant now = clock.instant();
    return new FixResult(incident, now, state, path == null ? null : path + "", reason, null);
  }
}
