/**
 * sevol tells why a container may not use a bind mount under SELinux, and repairs the label.
 *
 * <pre>
 *   audit records → events → denials → container and mount → diagnosis → remedy → report
 *      audit         audit    selinux      container         diagnosis   remedy   report
 *
 *   command line, compose file, quadlet → mounts asked for → predicted accesses ───↗ (the same
 *                     request                 request          preflight          diagnosis, remedy)
 *
 *   sevol.service: denials and predictions → incidents, counted, kept, closed again → report
 *                                             ledger
 *
 *   incidents and heartbeat → plugin, metrics      denials, policy, containers → bundle → report
 *                            monitoring                                       evidence
 *
 *   incident's id → whose mount, may it be → remedy → result, which incidents show
 *                         automatic          remedy   ledger
 * </pre>
 *
 * <p>Arrows go one way and the build enforces them ({@code src/conf/import-control.xml}). Ports
 * live with their users; {@code jna} implements them against libselinux, libsepol, libsemanage and
 * libc, and is the only importer of {@code com.sun.jna}. {@code app} wires everything and is the
 * only importer of picocli. Start reading at {@code sevol.app.Main}.
 */
@NullMarked
package sevol;

import org.jspecify.annotations.NullMarked;
