/** The native side: implements the ports against libselinux, libsepol, libsemanage and libc. */
@NullMarked
package sevol.jna;

import org.jspecify.annotations.NullMarked;
