/** A diagnosis into a plan that is guarded, proved, applied, verified and can be undone. */
@NullMarked
package sevol.remedy;

import org.jspecify.annotations.NullMarked;
