/** What was seen: grouped into incidents, bounded, durable over restarts. */
@NullMarked
package sevol.ledger;

import org.jspecify.annotations.NullMarked;
