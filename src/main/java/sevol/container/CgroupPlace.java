package sevol.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a process is in the cgroup tree, and so whose container it can be.
 *
 * @param ids runs of 64 hex digits in the path, the innermost first
 * @param user whose slice (systemd.slice(5)) it is below, null if nobody's
 * @param delegated below {@code user@UID.service}, where that user makes cgroups with any name
 */
record CgroupPlace(List<String> ids, @Nullable Integer user, boolean delegated) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern USER =
      Pattern.compile("/user\\.slice/user-(\\d{1,10})\\.slice(?:/(user@\\1\\.service)?.*)?");

  /**
   * Reads {@code /proc/PID/cgroup} (cgroups(7)): lines {@code ID:CONTROLLERS:PATH}, of which the
   * first that names a container counts, else the first below a user's slice.
   */
  static CgroupPlace of(String text) {
    CgroupPlace found = new CgroupPlace(List.of(), null, false);
    for (String line : text.split("\n", -1)) {
      String[] field = line.split(":", 3);
      CgroupPlace place = ofPath(field[field.length - 1]);
      if (!place.ids.isEmpty()) {
        return place;
      }
      found = found.user == null ? place : found;
    }
    return found;
  }

  private static CgroupPlace ofPath(String path) {
    List<String> ids = new ArrayList<>();
    Matcher id = ID.matcher(path);
    while (id.find()) {
      ids.add(id.group());
    }
    Collections.reverse(ids);
    Matcher user = USER.matcher(path);
    boolean slice = user.matches() && !user.group(1).equals("0");
    return new CgroupPlace(
        List.copyOf(ids),
        slice ? Integer.parseUnsignedInt(user.group(1)) : null,
        slice && user.group(2) != null);
  }

  /** True if nobody but who may speak for the container could have put the process here. */
  boolean mayHold(Container container) {
    return container.owner() == null ? !delegated : container.owner().equals(user);
  }
}
