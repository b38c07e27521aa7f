package sevol.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sevol.container.Attribution;
import sevol.container.Attributor;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.diagnosis.DenialDiagnosis;
import sevol.evidence.AttributionLines;
import sevol.evidence.Bundle;
import sevol.evidence.ContainerLines;
import sevol.evidence.DenialLines;
import sevol.evidence.Part;
import sevol.ledger.DaemonStatus;
import sevol.ledger.FixResults;
import sevol.ledger.Incident;
import sevol.ledger.IncidentJson;
import sevol.ledger.LedgerFile;
import sevol.remedy.RemedyException;
import sevol.report.Plain;
import sevol.report.StatusJson;
import sevol.selinux.Denial;
import sevol.selinux.FileStatus;

/** Gathers the parts of a bundle; of what cannot be read it says so, and goes on. */
final class Collector {
  private static final Path ROOT = Path.of("/");
  private static final Path POLICY = Path.of("/sys/fs/selinux/policy");
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_ROTATED = 9;

  /**
   * Where the daemon's and auditd's files are.
   *
   * @param log auditd's
   * @param state the ledger's directory
   * @param run the heartbeat's
   */
  record Places(Path log, Path state, Path run) {}

  /** How to get a part. */
  private interface Source {
    byte[] get() throws IOException, RemedyException;
  }

  private final Host host;
  private final DoctorCommand doctor;
  private final Places places;
  private final Instant now;
  private final Bundle bundle = new Bundle();
  private final List<String> leftOut = new ArrayList<>();

  Collector(Host host, DoctorCommand doctor, Places places, Instant now) {
    this.host = host;
    this.doctor = doctor;
    this.places = places;
    this.now = now;
  }

  /** What could not be read, and why: a line each. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Everything that can be had. */
  Bundle collect() {
    part(Part.MANIFEST, () -> bytes(manifest()));
    part(Part.STATUS, this::status);
    part(Part.INCIDENTS, this::incidents);
    part(Part.DOCTOR, () -> bytes(doctor.json()));
    part(Part.MOUNTINFO, () -> file(Part.MOUNTINFO, MOUNTINFO));
    contexts();
    part(Part.BOOLEANS, this::booleans);
    List<Container> containers = host.knownContainers();
    part(Part.CONTAINERS, () -> bytes(ContainerLines.write(containers)));
    part(Part.LABELS, () -> labels(containers));
    part(Part.POLICY, () -> file(Part.POLICY, POLICY));
    part(Part.DENIALS, () -> DenialLines.of(logs(), MOST_EVENTS));
    part(Part.ATTRIBUTIONS, () -> attributions(containers));
    return bundle;
  }

  private void part(Part part, Source source) {
    try {
      bundle.put(part, source.get());
    } catch (IOException | RemedyException | RuntimeException e) {
      leftOut.add(part.file() + " (" + part.text() + "): " + OneLineErrors.message(e));
    }
  }

  private String manifest() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("sevol", Version.text());
    facts.put("time", now.toString());
    facts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    facts.put("selinux", host.mode().name());
    return facts(facts);
  }

  private static String facts(Map<String, String> facts) {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  private byte[] status() throws IOException {
    StringBuilder text = new StringBuilder();
    StatusJson.write(
        text, DaemonStatus.read(places.state(), places.run(), now, DaemonStatus.MAX_AGE));
    return bytes(text.toString());
  }

  private byte[] incidents() throws IOException {
    StringBuilder text = new StringBuilder();
    FixResults automatic = FixResults.besides(places.state());
    for (Incident incident : LedgerFile.read(places.state()).incidents()) {
      IncidentJson.write(text, incident, automatic.of(incident.id()));
    }
    return bytes(text.toString());
  }

  private void contexts() {
    Path contexts;
    try {
      contexts = host.remedy().policyRoot().resolve("contexts");
    } catch (RemedyException e) {
      leftOut.add("contexts (labels of paths): " + OneLineErrors.message(e));
      return;
    }
    for (Part part :
        List.of(
            Part.LXC_CONTEXTS,
            Part.FILE_CONTEXTS,
            Part.HOMEDIRS,
            Part.LOCAL,
            Part.SUBS_DIST,
            Part.SUBS)) {
      String name = part.file().substring("contexts/".length());
      Path file = contexts.resolve(part == Part.LXC_CONTEXTS ? name : "files/" + name);
      if (Files.exists(file)) {
        part(part, () -> file(part, file));
      }
    }
  }

  private byte[] booleans() throws RemedyException {
    StringBuilder text = new StringBuilder();
    host.remedy().booleans().active().forEach((name, on) -> text.append(name + "=" + on + "\n"));
    return bytes(text.toString());
  }

  private byte[] labels(List<Container> containers) {
    TreeSet<Path> sources = new TreeSet<>();
    for (Container container : containers) {
      container.mounts().stream().map(BindMount::source).forEach(sources::add);
    }
    StringBuilder text = new StringBuilder();
    for (Path source : sources) {
      text.append(label(source)).append('\t').append(Plain.text(source.toString()));
      text.append('\n');
    }
    return bytes(text.toString());
  }

  private String label(Path source) {
    try {
      FileStatus status = host.tree().look(source);
      return status.label() + "\t" + status.tclass() + "\tinode " + status.ino();
    } catch (IOException e) {
      return "?\t" + OneLineErrors.message(e) + "\t";
    }
  }

  /** The oldest first. */
  private List<Path> logs() throws NoSuchFileException {
    List<Path> logs = new ArrayList<>();
    for (int i = MOST_ROTATED; i > 0; i--) {
      Path rotated = places.log().resolveSibling(places.log().getFileName() + "." + i);
      if (Files.exists(rotated)) {
        logs.add(rotated);
      }
    }
    logs.add(places.log());
    return logs;
  }

  private byte[] attributions(List<Container> containers) throws IOException {
    Attributor attributor = new Attributor(() -> containers, ROOT, host.tree(), () -> List.of());
    LedgerAttribution ledger = new LedgerAttribution(knownIncidents());
    StringBuilder text = new StringBuilder();
    LogExplainer explainer =
        new LogExplainer(
            denial -> {
              Attribution found = attribution(attributor, ledger, denial);
              text.append(AttributionLines.write(found));
              return found;
            },
            null,
            ContainerLabels.DEFAULT,
            report -> {});
    explainer.explain(new ByteArrayInputStream(bundle.get(Part.DENIALS).orElse(new byte[0])));
    return bytes(text.toString());
  }

  /** None where the ledger cannot be read, which its own part has told. */
  private List<Incident> knownIncidents() {
    try {
      return LedgerFile.read(places.state()).incidents();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Attribution attribution(
      Attributor attributor, LedgerAttribution ledger, Denial denial) {
    if (!DenialDiagnosis.isContainer(denial) && !DenialDiagnosis.isEngineOnMount(denial)) {
      return Attribution.UNKNOWN;
    }
    Attribution found = attributor.attribute(denial);
    return found.mount() == null && found.candidates().isEmpty() ? ledger.attribute(denial) : found;
  }

  private static byte[] file(Part part, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(part.mostBytes() + 1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
