/**
 * Containers and their bind mounts as the engines' own files tell of them, and which of them a
 * denial belongs to.
 */
@NullMarked
package sevol.container;

import org.jspecify.annotations.NullMarked;
