package sevol.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One denial as an example of its incident, spelt as the log spells it; null where the record has
 * nothing.
 *
 * @param event the text inside {@code audit(…)}; null for a predicted one
 * @param comm the thread's name
 * @param exe the executable
 * @param name last component of a name of the object
 * @param path path as the process sees it, never one of the host
 * @param hostPath the object on the host; null where it is not proved
 * @param dev kernel name of the device
 * @param ino inode number on that device
 * @param pid process in the initial pid namespace
 * @param scontext context of the process
 * @param tcontext context of the object
 */
public record Sample(
    @Nullable String event,
    @Nullable String comm,
    @Nullable String exe,
    @Nullable String name,
    @Nullable String path,
    @Nullable String hostPath,
    @Nullable String dev,
    @Nullable Long ino,
    @Nullable Integer pid,
    @Nullable String scontext,
    @Nullable String tcontext) {
  public Sample {
    event = Bounds.wordOrNull(event);
    comm = Bounds.wordOrNull(comm);
    exe = Bounds.pathOrNull(exe);
    name = Bounds.wordOrNull(name);
    path = Bounds.pathOrNull(path);
    hostPath = Bounds.pathOrNull(hostPath);
    dev = Bounds.wordOrNull(dev);
    scontext = Bounds.wordOrNull(scontext);
    tcontext = Bounds.wordOrNull(tcontext);
  }

  /** The same with the executable, which the event's SYSCALL record tells after its AVC. */
  Sample withExe(String known) {
    return new Sample(event, comm, known, name, path, hostPath, dev, ino, pid, scontext, tcontext);
  }

  /** The object as an example of what was denied. */
  DeniedObject object() {
    return new DeniedObject(hostPath, tcontext);
  }

  long weight() {
    return Bounds.weight(event)
        + Bounds.weight(comm)
        + Bounds.weight(exe)
        + Bounds.weight(name)
        + Bounds.weight(path)
        + Bounds.weight(hostPath)
        + Bounds.weight(dev)
        + Bounds.weight(scontext)
        + Bounds.weight(tcontext);
  }
}
