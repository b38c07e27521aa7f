package sevol.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Advice;

/**
 * All denials of one key: one problem that one remedy cures. Bounded, however often and by however
 * many containers it is met.
 *
 * @param id the key's id
 * @param key what its denials have in common
 * @param tally how often and when
 * @param predicted found by a check of a new container; no record told of it since it opened
 * @param perms the permissions denied, sorted
 * @param containers examples of whose it was, the newest last
 * @param ambiguous for some denials several containers came into question
 * @param sample the first denial since it opened
 * @param mount the bind mount, as the sample's container had it; null where none is proved
 * @param reason what the cause was told by
 * @param advice what to do; null where nothing can be said
 * @param objects examples of what was denied since it opened
 * @param closed null while it is open
 */
public record Incident(
    String id,
    IncidentKey key,
    Tally tally,
    boolean predicted,
    List<String> perms,
    List<String> containers,
    boolean ambiguous,
    Sample sample,
    @Nullable SeenMount mount,
    String reason,
    @Nullable Advice advice,
    List<DeniedObject> objects,
    @Nullable Closing closed) {
  private static final int MOST_CONTAINERS = 5;
  private static final int MOST_OBJECTS = 8;

  /** What the fields of an incident weigh whatever they hold. */
  private static final long EMPTY_WEIGHT = 1024;

  public Incident {
    perms = Bounds.perms(perms);
    containers = newest(containers);
    reason = Bounds.sentence(reason);
    advice = advice == null ? null : Bounds.advice(advice);
    objects = objects.stream().distinct().limit(MOST_OBJECTS).toList();
  }

  /** A first sighting. */
  static Incident of(IncidentKey key, Sighting s, boolean predicted) {
    Tally none = new Tally(0, 0, s.time(), s.time());
    return new Incident(
        key.id(),
        key,
        none.plus(s.time(), s.enforced(), s.count()),
        predicted,
        List.copyOf(s.perms()),
        s.containers(),
        s.ambiguous(),
        s.sample(),
        s.mount(),
        s.reason(),
        s.advice(),
        List.of(s.sample().object()),
        null);
  }

  /** True while it is not known to be cured. */
  public boolean open() {
    return closed == null;
  }

  /** {@code open} or {@code closed}. */
  public String state() {
    return open() ? "open" : "closed";
  }

  /** One more denial of the kind. */
  Incident with(Sighting s) {
    List<String> names = new ArrayList<>(containers);
    names.addAll(s.containers());
    List<DeniedObject> examples = objects;
    if (objects.size() < MOST_OBJECTS) {
      examples = new ArrayList<>(objects);
      examples.add(s.sample().object());
    }
    return new Incident(
        id,
        key,
        tally.plus(s.time(), s.enforced(), s.count()),
        predicted,
        union(s.perms()),
        names,
        ambiguous || s.ambiguous(),
        sample,
        mount,
        reason,
        advice,
        examples,
        closed);
  }

  /** Some more denials of the kind, of which nothing else is new. */
  Incident with(Instant time, boolean enforced, Set<String> more, long count) {
    return copy(
        tally.plus(time, enforced, count),
        perms.containsAll(more) ? perms : union(more),
        sample,
        closed);
  }

  Incident with(Sample other) {
    return copy(tally, perms, other, closed);
  }

  Incident closed(Closing closing) {
    return copy(tally, perms, sample, closing);
  }

  /**
   * It came (again, or after it was predicted): counts go on, everything else is what is seen now.
   */
  Incident anew(Sighting s, boolean asPrediction) {
    Incident now = of(key, s, asPrediction);
    boolean neverDenied = tally.denials() + tally.logged() == 0;
    Tally all = neverDenied ? now.tally : tally.plus(s.time(), s.enforced(), s.count());
    return now.copy(all, now.perms, now.sample, null);
  }

  private Incident copy(Tally count, List<String> all, Sample example, @Nullable Closing closing) {
    return new Incident(
        id,
        key,
        count,
        predicted,
        all,
        containers,
        ambiguous,
        example,
        mount,
        reason,
        advice,
        objects,
        closing);
  }

  private List<String> union(Collection<String> more) {
    TreeSet<String> all = new TreeSet<>(perms);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static List<String> newest(List<String> names) {
    LinkedHashSet<String> distinct = new LinkedHashSet<>();
    for (String name : names) {
      String bounded = Bounds.word(name);
      distinct.remove(bounded);
      distinct.add(bounded);
    }
    List<String> all = List.copyOf(distinct);
    return all.subList(Math.max(0, all.size() - MOST_CONTAINERS), all.size());
  }

  /** About the bytes it takes as JSON. */
  long weight() {
    long weight =
        EMPTY_WEIGHT
            + Bounds.weight(key.source())
            + Bounds.weight(reason)
            + sample.weight()
            + (mount == null ? 0 : mount.weight());
    for (DeniedObject object : objects) {
      weight += object.weight();
    }
    for (String name : containers) {
      weight += Bounds.weight(name);
    }
    for (String perm : perms) {
      weight += Bounds.weight(perm);
    }
    if (advice != null) {
      weight += Bounds.weight(advice.summary());
      for (String note : advice.notes()) {
        weight += Bounds.weight(note);
      }
      for (List<String> command : advice.commands()) {
        weight += command.stream().mapToLong(Bounds::weight).sum();
      }
    }
    return weight;
  }
}
