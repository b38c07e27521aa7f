package sevol.selinux;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.audit.EventId;

/**
 * One {@code avc: denied} record, with what the other records of its event add. Every field is as
 * the log spells it, hex decoded; null where the record has none.
 *
 * @param id the id of the event
 * @param time when it happened, from the id
 * @param recordType {@code AVC} or {@code USER_AVC}
 * @param perms the permissions in the braces
 * @param scontext context of the process
 * @param tcontext context of the object
 * @param tclass class of the object
 * @param comm the thread's name, chosen by the container, at most 15 bytes
 * @param exe executable, from the SYSCALL record
 * @param name last component of a name of the object
 * @param path path as the process sees it: inside the container, never a host path
 * @param dev kernel name of the device ({@code dm-2}, {@code 0:68}, or a file system type)
 * @param ino inode number on that device
 * @param pid process in the initial pid namespace
 * @param permissive true if the access was allowed and only logged; null where not said
 * @param trawcon the stored context where the policy does not know it (printed by Linux 5.1+)
 */
public record Denial(
    @Nullable EventId id,
    @Nullable Instant time,
    String recordType,
    List<String> perms,
    @Nullable SecurityContext scontext,
    @Nullable SecurityContext tcontext,
    @Nullable ObjectClass tclass,
    @Nullable String comm,
    @Nullable String exe,
    @Nullable String name,
    @Nullable String path,
    @Nullable String dev,
    @Nullable Long ino,
    @Nullable Integer pid,
    @Nullable Boolean permissive,
    @Nullable String trawcon) {
  public Denial {
    perms = List.copyOf(perms);
  }
}
