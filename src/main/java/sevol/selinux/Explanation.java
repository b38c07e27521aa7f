package sevol.selinux;

import java.util.List;

/**
 * Why a policy denies, and which of its booleans would make it allow.
 *
 * @param reason what denies under the values that the booleans have now
 * @param booleans the booleans that, all set to these values, allow the whole access; none of them
 *     can be left out. Empty if none were found: usually there are none; a process that has asked
 *     for many cures stops searching
 */
public record Explanation(DenialReason reason, List<BooleanValue> booleans) {
  public Explanation {
    booleans = List.copyOf(booleans);
  }
}
