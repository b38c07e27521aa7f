package sevol.audit;

import org.jspecify.annotations.Nullable;

/**
 * How far a log was read: enough to find the place again when the file was renamed since, and to
 * notice when it is another file that happens to have the same inode.
 *
 * @param device {@code st_dev} of the file
 * @param inode {@code st_ino} of the file
 * @param offset bytes up to the end of the last line that was taken
 * @param lastId the text inside {@code audit(…)} of the last line that had one, null if none had
 */
public record Checkpoint(long device, long inode, long offset, @Nullable String lastId) {}
