package sevol.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;
import sevol.audit.Recent;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.MountTable;
import sevol.diagnosis.Diagnosis;
import sevol.ledger.Incident;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.Outcome;
import sevol.ledger.Sample;
import sevol.ledger.SeenMount;
import sevol.ledger.Sighting;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.report.DenialReport;
import sevol.selinux.Denial;

/** Enters denials into the ledger: judged, tied to container and mount, and with a remedy. */
final class IncidentBook {
  private static final int MOST_SAMPLES = 256;
  private static final int MOST_EARLIER = 200;

  private final DenialJudge judge;
  private final Function<Denial, Attribution> attributor;
  private final Supplier<MountTable> mounts;
  private final Advisor advisor;
  private final Ledger ledger;
  private final IncidentOutput output;
  private final Clock clock;
  private final Repeats repeats;

  /** Events that are their incident's example, with the incident. */
  private final Map<String, String> samples = new Recent<>(MOST_SAMPLES);

  private long denials;
  private long repeated;

  IncidentBook(
      DenialJudge judge,
      Function<Denial, Attribution> attributor,
      Supplier<MountTable> mounts,
      Advisor advisor,
      Ledger ledger,
      IncidentOutput output,
      Clock clock,
      LongSupplier nanoTime) {
    this.judge = judge;
    this.attributor = attributor;
    this.mounts = mounts;
    this.advisor = advisor;
    this.ledger = ledger;
    this.output = output;
    this.clock = clock;
    this.repeats = new Repeats(nanoTime);
  }

  /**
   * Counts a record that says what another one said just now.
   *
   * @return false if it has to be read and entered
   */
  boolean again(AuditRecord avc) {
    Repeats.Known known = repeats.find(avc);
    return known != null && counted(known, avc.time());
  }

  private boolean counted(Repeats.Known known, @Nullable Instant at) {
    if (known.incident().equals(Repeats.NO_INCIDENT)) {
      return true;
    }
    if (!ledger.again(known.incident(), time(at), known.enforced(), known.perms(), 1)) {
      return false;
    }
    denials++;
    repeated++;
    return true;
  }

  /**
   * Counts a denial.
   *
   * @param avc the record that tells of it
   * @return true if an incident is new or open again
   */
  boolean denied(AuditRecord avc, Denial denial) {
    Repeats.Known known = repeats.find(denial);
    if (known != null && counted(known, denial.time())) {
      repeats.remember(avc, known);
      return false;
    }
    Optional<Diagnosis> diagnosis = diagnosis(denial);
    if (diagnosis.isEmpty()) {
      repeats.put(avc, denial, Repeats.NO_INCIDENT);
      return false;
    }
    denials++;
    return enter(avc, denial, diagnosis.get(), attribution(denial));
  }

  /** A policy that cannot be asked must not cost the denial. */
  private Optional<Diagnosis> diagnosis(Denial denial) {
    try {
      return judge.judge(denial);
    } catch (RuntimeException e) {
      fault(e);
      return new DenialJudge(Optional.empty()).judge(denial);
    }
  }

  /** Nor must a search that fails. */
  private Attribution attribution(Denial denial) {
    try {
      return attributor.apply(denial);
    } catch (RuntimeException e) {
      fault(e);
      return Attribution.UNKNOWN;
    }
  }

  private static void fault(RuntimeException e) {
    Thread here = Thread.currentThread();
    here.getUncaughtExceptionHandler().uncaughtException(here, e);
  }

  private boolean enter(
      AuditRecord avc, Denial denial, Diagnosis diagnosis, Attribution attribution) {
    BindMount mount = attribution.mount();
    Path source = source(attribution);
    Path fixed = toFix(source, attribution.hostPath());
    Advice advice = advisor.advise(diagnosis, fixed, mount != null && mount.readOnly());
    IncidentKey key =
        new IncidentKey(
            text(source),
            diagnosis.cause(),
            Objects.requireNonNullElse(text(denial.tclass()), ""),
            denial.scontext() == null ? "" : denial.scontext().type());
    Outcome outcome = ledger.add(key, sighting(denial, diagnosis, attribution, advice));
    repeats.put(avc, denial, outcome.incident().id());
    if (outcome.change() == Outcome.Change.KNOWN) {
      return false;
    }
    if (denial.id() != null) {
      samples.put(denial.id().text(), outcome.incident().id());
    }
    output.denied(
        outcome.incident(),
        new DenialReport(denial, judge.isContainer(denial), diagnosis, attribution, advice));
    return true;
  }

  private Sighting sighting(
      Denial denial, Diagnosis diagnosis, Attribution attribution, Advice advice) {
    BindMount mount = attribution.mount();
    return new Sighting(
        time(denial.time()),
        enforced(denial),
        1,
        perms(denial),
        containers(attribution).map(IncidentBook::name).toList(),
        !attribution.candidates().isEmpty(),
        new Sample(
            denial.id() == null ? null : denial.id().text(),
            denial.comm(),
            denial.exe(),
            denial.name(),
            denial.path(),
            text(attribution.hostPath()),
            denial.dev(),
            denial.ino(),
            denial.pid(),
            text(denial.scontext()),
            text(denial.tcontext())),
        mount == null
            ? null
            : new SeenMount(
                mount.source().toString(), mount.destination().toString(), mount.readOnly()),
        diagnosis.reason(),
        advice);
  }

  /**
   * The source of the mount; where it is not known whose mount it is, of those that come into
   * question the one that the object lies in. Never an object below: containers choose how many
   * there are.
   */
  private static @Nullable Path source(Attribution attribution) {
    BindMount mount = attribution.mount();
    Path object = attribution.hostPath();
    if (mount != null) {
      return mount.source();
    }
    if (object == null || attribution.candidates().isEmpty()) {
      return object;
    }
    return attribution.candidates().stream()
        .flatMap(c -> c.mounts().stream())
        .map(BindMount::source)
        .filter(object::startsWith)
        .max(Comparator.comparingInt(Path::getNameCount))
        .orElse(null);
  }

  /**
   * The mount's source, since all that a container sees of it wants one label; but the mount point
   * where the object lies on a file system mounted below the source, which no relabel of the source
   * enters.
   */
  private @Nullable Path toFix(@Nullable Path source, @Nullable Path object) {
    if (source == null || object == null) {
      return source == null ? object : source;
    }
    return mounts
        .get()
        .byPath(object)
        .map(m -> Path.of(m.mountpoint()))
        .filter(p -> p.startsWith(source))
        .orElse(source);
  }

  /** Adds what the event's further records tell, which come after its denial. */
  void completed(AuditEvent event) {
    String incident = event.id() == null ? null : samples.get(event.id().text());
    AuditRecord syscall = event.syscall();
    String exe = incident == null || syscall == null ? null : syscall.fields().first("exe");
    if (incident != null && event.id() != null && exe != null) {
      ledger.enrich(incident, event.id().text(), exe);
    }
  }

  private static Stream<Container> containers(Attribution attribution) {
    return Stream.concat(
        Stream.ofNullable(attribution.container()), attribution.candidates().stream());
  }

  /** The mounts of the newest incidents: after a restart their containers may be gone. */
  static List<BindMount> mounts(Ledger ledger) {
    List<Incident> open = ledger.open();
    return open.subList(Math.max(0, open.size() - MOST_EARLIER), open.size()).stream()
        .flatMap(incident -> Stream.ofNullable(incident.mount()))
        .map(m -> new BindMount(Path.of(m.source()), Path.of(m.destination()), m.readOnly()))
        .distinct()
        .toList();
  }

  /** As people call it: {@code podman web}. */
  static String name(Container container) {
    return container.engine().command() + " " + container.display();
  }

  private Instant time(@Nullable Instant told) {
    return Objects.requireNonNullElseGet(told, clock::instant);
  }

  private static boolean enforced(Denial denial) {
    return !Boolean.TRUE.equals(denial.permissive());
  }

  private static Set<String> perms(Denial denial) {
    return new LinkedHashSet<>(denial.perms());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Denials of containers and their engines since the start. */
  long denials() {
    return denials;
  }

  /** Those among them that were told from memory. */
  long repeated() {
    return repeated;
  }
}
