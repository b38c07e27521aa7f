/**
 * Quadlet units ({@code .container}, with the {@code .volume} and {@code .pod} units that they
 * name) into {@link sevol.request.ContainerRequest}s: the unit is made the {@code podman run} that
 * podman's generator makes of it ({@code containers/podman:pkg/systemd/quadlet/quadlet.go}), its
 * specifiers are put in as systemd does, and {@link sevol.request.RunCommand} reads that.
 */
@NullMarked
package sevol.request.quadlet;

import org.jspecify.annotations.NullMarked;
