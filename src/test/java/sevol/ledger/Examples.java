package sevol.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.remedy.Advice;

/** Incidents and what they are made of, for tests. */
public final class Examples {
  public static final Instant T0 = Instant.parse("2026-11-22T14:10:25.867Z");
  public static final IncidentKey KEY =
      new IncidentKey("/srv/data/x", Cause.UNLABELED, "dir", "container_t");

  private Examples() {}

  /** The key of another directory. */
  static IncidentKey key(String source) {
    return new IncidentKey(source, Cause.UNLABELED, "dir", "container_t");
  }

  /** A sample whose object is at this path of the host. */
  static Sample sample(@Nullable String hostPath, String tcontext) {
    return new Sample(
        "1795356625.867:137",
        "touch",
        null,
        "x",
        null,
        hostPath,
        "dm-2",
        368957L,
        9570,
        "system_u:system_r:container_t:s0:c47,c929",
        tcontext);
  }

  /** One enforced denial { write } by "podman web" that long after the first. */
  public static Sighting at(long seconds) {
    return at(seconds, "podman web", sample("/srv/data/x", "system_u:object_r:unlabeled_t:s0"));
  }

  static Sighting at(long seconds, String container, Sample sample) {
    return new Sighting(
        T0.plusSeconds(seconds),
        true,
        1,
        Set.of("write"),
        List.of(container),
        false,
        sample,
        new SeenMount("/srv/data/x", "/data", false),
        "the directory carries unlabeled_t",
        new Advice(
            "label it",
            List.of(List.of("sudo", "sevol", "fix", "--apply", "/srv/data/x")),
            List.of("The next container can use it, too.")));
  }

  /** The same, only logged. */
  static Sighting logged(long seconds) {
    Sighting s = at(seconds);
    return new Sighting(
        s.time(),
        false,
        1,
        Set.of("read"),
        s.containers(),
        false,
        s.sample(),
        s.mount(),
        s.reason(),
        s.advice());
  }

  /** A ledger of this many different incidents, each a second after the one before. */
  static Ledger ledger(int incidents) {
    Ledger ledger = new Ledger();
    for (int i = 0; i < incidents; i++) {
      ledger.add(key("/srv/" + i), at(i));
    }
    return ledger;
  }
}
