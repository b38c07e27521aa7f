/**
 * Fixes that a service applies: the request, which names an incident and nothing else; the rules
 * that keep such a fix narrow; and what came of each.
 */
@NullMarked
package sevol.automatic;

import org.jspecify.annotations.NullMarked;
