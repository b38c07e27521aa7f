package sevol.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands inside {@code audit(…)} of a record: {@code SECONDS.MILLIS:SERIAL} as the kernel
 * prints it, or the interpreted date of {@code ausearch -i}. Records of one event share it.
 *
 * @param text the id as the log spells it, for example {@code 1795356625.867:137}
 * @param time the time it stands for; null where it cannot be known ({@code ..}, a clock from boot)
 * @param serial the serial number, 64 bits; -1 where the record has none
 * @param node the value of a {@code node=} or {@code host=} prefix, null without one
 */
public record EventId(String text, @Nullable Instant time, long serial, @Nullable String node) {}
