package sevol.doctor;

import java.util.List;

/** The port to rpm's database, which only rpm can read. */
@FunctionalInterface
public interface RpmQuery {
  /**
   * A line {@code NAME VERSION-RELEASE} for each of these packages that is installed; empty also
   * where there is no rpm or it does not answer in time.
   */
  List<String> versions(List<String> names);
}
