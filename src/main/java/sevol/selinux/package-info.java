/**
 * The vocabulary of SELinux (contexts, levels, classes, permissions), denials, and the ports
 * through which policy and labels are asked.
 */
@NullMarked
package sevol.selinux;

import org.jspecify.annotations.NullMarked;
