package sevol.selinux;

import java.util.SortedMap;

/** The port to the policy's booleans. */
public interface Booleans {
  /** Every boolean of the policy with its active value. */
  SortedMap<String, Boolean> active();
}
