/**
 * Why denials may be invisible on this host, or sevol blind: examiners of its files, each finding
 * with its remedy. Nothing is run, changed or opened as a socket here.
 */
@NullMarked
package sevol.doctor;

import org.jspecify.annotations.NullMarked;
