package sevol.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.ledger.Incident;
import sevol.ledger.Sample;
import sevol.ledger.SeenMount;
import sevol.selinux.Denial;

/**
 * Whose a denial was, as the daemon found out while the container was there: of most ({@code run
 * --rm}) nothing else is left.
 *
 * @param incidents the ledger's
 */
record LedgerAttribution(List<Incident> incidents) {
  private static final String PROOF = "ledger";

  LedgerAttribution {
    incidents = List.copyOf(incidents);
  }

  /** Of the object that an incident is about, the mount; of its very event, the container, too. */
  Attribution attribute(Denial denial) {
    for (Incident incident : incidents) {
      SeenMount mount = incident.mount();
      Sample sample = incident.sample();
      if (mount != null && sameObject(denial, sample) && within(denial, incident)) {
        Container whose = itsEvent(denial, sample) ? only(incident) : null;
        String host = sample.hostPath();
        return new Attribution(
            whose,
            whose == null ? null : PROOF,
            new BindMount(Path.of(mount.source()), Path.of(mount.destination()), mount.readOnly()),
            PROOF,
            host == null ? null : Path.of(host));
      }
    }
    return Attribution.UNKNOWN;
  }

  private static boolean itsEvent(Denial denial, Sample sample) {
    return denial.id() != null && denial.id().text().equals(sample.event());
  }

  private static boolean sameObject(Denial denial, Sample sample) {
    return denial.ino() != null
        && denial.ino().equals(sample.ino())
        && denial.dev() != null
        && denial.dev().equals(sample.dev());
  }

  private static boolean within(Denial denial, Incident incident) {
    return denial.time() != null
        && !denial.time().isBefore(incident.tally().first())
        && !denial.time().isAfter(incident.tally().last());
  }

  /** The one container that the incident names ({@code podman NAME}), if it is one. */
  private static @Nullable Container only(Incident incident) {
    if (incident.ambiguous() || incident.containers().size() != 1) {
      return null;
    }
    String[] words = incident.containers().get(0).split(" ", 2);
    return Arrays.stream(Engine.values())
        .filter(engine -> words.length == 2 && engine.command().equals(words[0]))
        .findFirst()
        // engines take a name wherever they take an id, which the ledger does not keep
        .map(engine -> new Container(engine, words[1], words[1], null, null, null, List.of()))
        .orElse(null);
  }
}
