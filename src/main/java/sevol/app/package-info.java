/** The commands, and all wiring. */
@NullMarked
package sevol.app;

import org.jspecify.annotations.NullMarked;
