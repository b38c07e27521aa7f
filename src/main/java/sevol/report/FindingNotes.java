package sevol.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.remedy.Advice;
import sevol.selinux.Denial;

/**
 * How to find on the host what a record names only by device, inode and a last component. A {@code
 * path=} is as the process saw it, so it is never offered as a path of the host.
 */
public final class FindingNotes {
  private static final Set<Cause> OF_MOUNTS =
      Set.of(
          Cause.UNLABELED,
          Cause.WRONG_TYPE_LABEL,
          Cause.MCS_MISMATCH,
          Cause.NO_XATTR_FILESYSTEM,
          Cause.UNKNOWN);

  private static final Pattern BLOCK_DEVICE =
      Pattern.compile("(?:dm-|md|sd|vd|xvd|hd|nvme|mmcblk|loop|zd|nbd|sr|pmem|dasd)[\\w!-]+");

  private static final Pattern NUMBERS = Pattern.compile("\\d{1,4}:\\d{1,7}");

  private FindingNotes() {}

  /** The advice with notes on finding the object added, where the mount is not known. */
  public static Advice complete(Advice advice, Denial d, Cause cause, boolean mountKnown) {
    List<String> notes = new ArrayList<>();
    if (!mountKnown && OF_MOUNTS.contains(cause)) {
      notes.addAll(find(d));
    }
    notes.addAll(advice.notes());
    if (d.scontext() != null && d.scontext().type().equals("svirt_lxc_net_t")) {
      notes.add(
          "The log is of a policy from before 2017, since it prints svirt_lxc_net_t: there the type"
              + " for container content is svirt_sandbox_file_t, today it is container_file_t.");
    }
    return new Advice(advice.summary(), advice.commands(), notes);
  }

  private static List<String> find(Denial d) {
    List<String> notes = new ArrayList<>();
    String onDevice = onDevice(d);
    if (onDevice != null) {
      notes.add(onDevice);
    }
    String which = "";
    if (d.path() != null && d.path().startsWith("/")) {
      which = " whose Destination is above " + ShellWords.quote(d.path());
    } else if (d.name() != null && !d.name().isEmpty() && !d.name().equals("/")) {
      which = " whose Source is, or holds, " + ShellWords.quote(d.name());
    }
    notes.add(
        "The container's mounts: podman inspect --format '{{json .Mounts}}' CONTAINER (docker"
            + " inspect likewise); look for the one"
            + which
            + ".");
    notes.add("Then name it: sevol explain -v SOURCE:DESTINATION FILE.");
    return notes;
  }

  private static @Nullable String onDevice(Denial d) {
    String dev = d.dev();
    if (dev == null || d.ino() == null) {
      return null;
    }
    String where;
    if (BLOCK_DEVICE.matcher(dev).matches()) {
      where = "findmnt -rno TARGET -S " + ShellWords.quote("/dev/" + dev.replace('!', '/'));
    } else if (NUMBERS.matcher(dev).matches()) {
      where = "findmnt -rno MAJ:MIN,TARGET | grep '^" + dev + " '";
    } else {
      return null; // tmpfs, overlay, fuse: the name of a type, which many mounts share
    }
    return "On the log's host: "
        + where
        + " shows where the device is mounted (its name may change at a reboot), find MOUNTPOINT"
        + " -xdev -inum "
        + d.ino()
        + " shows the object.";
  }
}
