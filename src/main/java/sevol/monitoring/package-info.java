/** What monitoring systems read of the daemon: a plugin's answer, and metrics. */
@NullMarked
package sevol.monitoring;

import org.jspecify.annotations.NullMarked;
