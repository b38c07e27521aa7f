/** Any result as text or JSON; writes to an Appendable and does no other I/O. */
@NullMarked
package sevol.report;

import org.jspecify.annotations.NullMarked;
