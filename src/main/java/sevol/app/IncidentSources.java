package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sevol.ledger.Incident;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;
import sevol.ledger.Problem;
import sevol.ledger.SeenMount;
import sevol.remedy.RemedyException;

/** What on the host the daemon's incidents are about: the sources of the bind mounts. */
final class IncidentSources {
  private final LedgerContent ledger;

  private IncidentSources(LedgerContent ledger) {
    this.ledger = ledger;
  }

  /**
   * Reads a ledger.
   *
   * @throws RemedyException naming what is wrong with it, and the next step
   */
  static IncidentSources read(Path ledger) throws RemedyException {
    try {
      return new IncidentSources(LedgerFile.read(ledger));
    } catch (IOException e) {
      Problem problem = LedgerFile.problem(ledger, e);
      throw new RemedyException(problem.text() + "; " + problem.next(), e);
    }
  }

  /** The sources of the open incidents; true for one that is mounted read-only in all of them. */
  Map<Path, Boolean> open() {
    Map<Path, Boolean> sources = new TreeMap<>();
    for (Incident incident : ledger.incidents()) {
      String source = incident.key().source();
      if (incident.open() && source != null) {
        sources.merge(Path.of(source), readOnly(incident), Boolean::logicalAnd);
      }
    }
    return sources;
  }

  /**
   * The source of one incident; true if it is mounted read-only in it and in every open one.
   *
   * @param line the command line that names it
   * @param prefix the first digits of its id
   * @throws ParameterException if no incident, or more than one, has such an id
   * @throws RemedyException if no path on the host is known for it
   */
  Map.Entry<Path, Boolean> of(CommandLine line, String prefix) throws RemedyException {
    Incident incident = named(line, ledger, prefix);
    String source = incident.key().source();
    if (source == null) {
      throw new RemedyException(
          "no mount is proved for incident "
              + incident.id()
              + ", so there is no path to fix; see: sevol incidents "
              + incident.id());
    }
    Path path = Path.of(source);
    boolean others = open().getOrDefault(path, true);
    return Map.entry(path, readOnly(incident) && others);
  }

  /**
   * The incident whose id begins with some digits.
   *
   * @throws ParameterException if there is none, or more than one
   */
  static Incident named(CommandLine line, LedgerContent ledger, String prefix) {
    List<Incident> found = prefix.isEmpty() ? List.of() : ledger.withId(prefix);
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new ParameterException(
        line,
        found.isEmpty()
            ? "no incident has an id that begins with '" + prefix + "'; sevol incidents --all"
            : "the ids of "
                + found.size()
                + " incidents begin with "
                + prefix
                + "; give more of it");
  }

  private static boolean readOnly(Incident incident) {
    SeenMount mount = incident.mount();
    return mount != null && mount.readOnly();
  }
}
