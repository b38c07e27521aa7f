/** The evidence bundle: what of a host an explanation needs, in one file for another machine. */
@NullMarked
package sevol.evidence;

import org.jspecify.annotations.NullMarked;
