package sevol.preflight;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.selinux.SecurityContext;

/**
 * What a container that runs already will be denied in one of its mounts.
 *
 * @param container the container
 * @param mount its mount
 * @param diagnosis why
 * @param silent nothing that stops it will be in the audit log (dontaudit)
 * @param tclass class of the entries that it meets first: of the source itself if anything is
 *     denied there
 * @param perms what it may not do to them
 * @param process label of its process
 * @param label label of those entries
 * @param example path of one of them on the host; hostile text in it is not yet escaped
 * @param advice what to do
 */
public record Forecast(
    Container container,
    BindMount mount,
    Diagnosis diagnosis,
    boolean silent,
    String tclass,
    Set<String> perms,
    SecurityContext process,
    @Nullable SecurityContext label,
    String example,
    Advice advice) {
  public Forecast {
    perms = Collections.unmodifiableSet(new LinkedHashSet<>(perms));
  }
}
