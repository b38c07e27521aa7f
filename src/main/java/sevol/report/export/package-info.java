/**
 * Rules and booleans as the tools that set them on a fleet read them. A path or an expression may
 * hold anything: each format quotes for what will execute it, and refuses what it cannot express.
 */
@NullMarked
package sevol.report.export;

import org.jspecify.annotations.NullMarked;
