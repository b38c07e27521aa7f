/**
 * What an engine is asked for, read as the engine itself would read it: command lines, compose
 * files and quadlets into {@link sevol.request.ContainerRequest}s. Nothing here looks at a mount's
 * source, a label or a policy.
 */
@NullMarked
package sevol.request;

import org.jspecify.annotations.NullMarked;
