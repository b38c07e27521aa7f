package sevol.selinux;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a container is to do with the content of a mount. */
public enum Need {
  /** Search, list and read. */
  READ,
  /** Make, change, rename and remove. */
  WRITE,
  /** Run programs and scripts. */
  EXEC;

  /** What a mount is for where nobody says otherwise: reading, and writing unless it is ro. */
  public static Set<Need> ofMount(boolean readOnly) {
    return Collections.unmodifiableSet(readOnly ? EnumSet.of(READ) : EnumSet.of(READ, WRITE));
  }

  /** As options and JSON spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
