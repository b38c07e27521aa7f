/**
 * Compose files into {@link sevol.request.ContainerRequest}s, as docker compose (compose-go) reads
 * them.
 *
 * <pre>
 *   ComposeCommand → ComposeOptions → ComposeSources (which files, which variables)
 *        → ComposeLoader (YamlReader with Interpolation, extends, include, TreeMerge)
 *        → ComposeProject → ServiceReader → ContainerRequest
 * </pre>
 *
 * Files are read through {@link sevol.request.TextFiles} only. Nothing in an error quotes a value
 * of a file: a variable may have put a secret there.
 */
@NullMarked
package sevol.request.compose;

import org.jspecify.annotations.NullMarked;
