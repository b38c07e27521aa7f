package sevol.doctor;

import org.jspecify.annotations.Nullable;

/**
 * Which native libraries can be loaded.
 *
 * @param sepolNewest the newest policy version that libsepol reads; null if it cannot be loaded, or
 *     is older than 3.4 and lacks what is called
 */
public record Libraries(boolean selinux, @Nullable Integer sepolNewest, boolean semanage) {}
