package sevol.ledger;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Whether what was denied would be allowed now: the labels are read again, the policy is asked
 * again. Whatever cannot be told leaves an incident open.
 */
public final class Recheck {
  private final AccessDecisions policy;
  private final FileTree tree;

  public Recheck(AccessDecisions policy, FileTree tree) {
    this.policy = policy;
    this.tree = tree;
  }

  /**
   * Looks at one incident.
   *
   * @return why it may be closed; empty if it stays open
   */
  public Optional<String> cured(Incident incident) {
    if (!incident.open()) {
      return Optional.empty();
    }
    try {
      return sourceIsGone(incident.key())
          ? Optional.of("gone: " + incident.key().source() + " does not exist any more")
          : allowedNow(incident);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // may not be looked at, or a link stands in the way
    }
  }

  private boolean sourceIsGone(IncidentKey key) throws IOException {
    if (key.source() == null) {
      return false;
    }
    try {
      tree.look(Path.of(key.source()));
      return false;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private Optional<String> allowedNow(Incident incident) throws IOException {
    SecurityContext scontext = context(incident.sample().scontext());
    if (scontext == null || incident.key().tclass().isEmpty() || incident.perms().isEmpty()) {
      return Optional.empty();
    }
    Set<String> whys = new LinkedHashSet<>();
    for (DeniedObject object : incident.objects()) {
      String why = allowedNow(incident, scontext, object);
      if (why == null) {
        return Optional.empty();
      }
      whys.add(why);
    }
    return whys.stream().findFirst();
  }

  private @Nullable String allowedNow(
      Incident incident, SecurityContext scontext, DeniedObject object) throws IOException {
    String at = object.hostPath() != null ? object.hostPath() : incident.key().source();
    if (at == null) {
      SecurityContext then = context(object.tcontext());
      return then != null && allowed(incident, scontext, then)
          ? "the policy allows it now: " + then
          : null;
    }
    SecurityContext now;
    try {
      now = labelAt(Path.of(at), incident.key().source());
    } catch (NoSuchFileException e) {
      return "gone: " + at + " does not exist any more";
    }
    return now != null && allowed(incident, scontext, now) ? "allowed now: " + now : null;
  }

  /**
   * The label at a path. Where the object is gone, the label of the nearest directory that is left
   * of the mount: a build removes its files and makes them anew, and they inherit the type.
   *
   * @throws NoSuchFileException if it is gone and no mount is known
   */
  private @Nullable SecurityContext labelAt(Path object, @Nullable String source)
      throws IOException {
    try {
      return tree.look(object).label();
    } catch (NoSuchFileException e) {
      if (source == null) {
        throw e;
      }
      Path parent = object.getParent();
      return parent == null || !parent.startsWith(source) ? null : labelAt(parent, source);
    }
  }

  /**
   * Asks the policy. The level of the process counts where the level was the cause; else it is that
   * of a container which may be gone, and the next one has the label's level after a relabel by its
   * engine ({@code :Z}).
   */
  private boolean allowed(Incident incident, SecurityContext scontext, SecurityContext label) {
    AccessVector asked =
        new AccessVector(
            new ObjectClass(incident.key().tclass()), new LinkedHashSet<>(incident.perms()));
    if (policy.allows(scontext, label, asked)) {
      return true;
    }
    boolean levelMatters =
        incident.key().cause() == Cause.MCS_MISMATCH
            || scontext.range() == null
            || label.range() == null;
    return !levelMatters && policy.allows(scontext.withRange(label.range()), label, asked);
  }

  private static @Nullable SecurityContext context(@Nullable String text) {
    return text == null ? null : SecurityContext.parse(text).orElse(null);
  }
}
