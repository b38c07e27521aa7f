package sevol.remedy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Diagnosis;

/** What to do about a diagnosis, in words and commands, without looking at the host. */
public final class Advisor {
  private final ContainerLabels labels;

  /** Advises for a host whose policy gives containers these labels. */
  public Advisor(ContainerLabels labels) {
    this.labels = labels;
  }

  /**
   * Advice for one diagnosis.
   *
   * @param hostPath the mount's source (or the object) on the host, null if it is not known
   * @param readOnly every known use of the mount is read-only
   */
  public Advice advise(Diagnosis diagnosis, @Nullable Path hostPath, boolean readOnly) {
    String type = (readOnly ? labels.readOnlyFile() : labels.file()).type();
    return new Advice(diagnosis.cause().word() + ": " + type, List.of(), List.of());
  }
}
