/** A denial, or a predicted one, into one cause with its evidence. */
@NullMarked
package sevol.diagnosis;

import org.jspecify.annotations.NullMarked;
