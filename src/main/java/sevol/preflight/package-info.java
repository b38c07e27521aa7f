/** A run command into mount requests, and each request into a verdict before the run. */
@NullMarked
package sevol.preflight;

import org.jspecify.annotations.NullMarked;
