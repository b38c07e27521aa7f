package sevol.packaging;

import java.util.Arrays;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.header.Header;

/**
 * {@code %transfiletriggerin} and {@code %transfiletriggerpostun}, for which packager has no names.
 * The numbers are those of {@code rpm/rpmtag.h} and {@code rpm/rpmds.h}, 4.13 and later.
 */
final class FileTriggers {
  private static final int SCRIPTS = 5076;
  private static final int SCRIPT_PROG = 5077;
  private static final int NAME = 5079;
  private static final int INDEX = 5080;
  private static final int VERSION = 5081;
  private static final int FLAGS = 5082;
  private static final int PRIORITIES = 5085;
  private static final int TRIGGER_IN = 1 << 16;
  private static final int TRIGGER_POSTUN = 1 << 18;
  private static final int PRIORITY = 1_000_000; // rpm's own default

  private FileTriggers() {}

  /** Runs a script after a transaction that put, replaced or removed files below a directory. */
  static void put(Header<RpmTag> header, String directory, String script) {
    header.putStringArray(SCRIPTS, twice(script));
    header.putStringArray(SCRIPT_PROG, twice("/bin/sh"));
    header.putStringArray(NAME, twice(directory));
    header.putInt(INDEX, 0, 1);
    header.putStringArray(VERSION, twice(""));
    header.putInt(FLAGS, TRIGGER_IN, TRIGGER_POSTUN);
    header.putInt(PRIORITIES, PRIORITY, PRIORITY);
  }

  private static String[] twice(String text) {
    String[] both = new String[2];
    Arrays.fill(both, text);
    return both;
  }
}
