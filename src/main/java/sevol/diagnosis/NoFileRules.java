package sevol.diagnosis;

import java.util.Set;
import sevol.selinux.Denial;
import sevol.selinux.SecurityContext;

/** Causes of denials on what is no file of a mount, whatever its class says. */
final class NoFileRules {
  private static final Set<String> LISTENING = Set.of("unix_stream_socket", "unix_dgram_socket");
  private static final Set<String> EXECUTABLE_MEMORY = Set.of("execstack", "execmem", "execheap");

  private NoFileRules() {}

  /** A class that is none of the file classes. */
  static Diagnosis noFile(Denial d, SecurityContext t) {
    String tclass = d.tclass() == null ? "object" : d.tclass().name();
    String denied = DenialWords.denied(d) + " on " + tclass;
    boolean connects = d.perms().contains("connectto") || d.perms().contains("sendto");
    boolean named = d.path() == null || d.path().startsWith("/");
    if (connects && named && LISTENING.contains(tclass)) {
      return listener(d, t);
    }
    if (tclass.equals("process") && EXECUTABLE_MEMORY.containsAll(d.perms())) {
      return new Diagnosis(
          Cause.BOOLEAN, denied + ": the boolean container_can_execstack governs that");
    }
    return new Diagnosis(
        Cause.NOT_A_FILE,
        denied
            + " of "
            + t.type()
            + ": no label of a file decides that, only a rule of the policy");
  }

  /** The file of a socket may carry any label: connecting asks for the process that listens. */
  private static Diagnosis listener(Denial d, SecurityContext t) {
    String connect = DenialWords.denied(d) + " to a socket on which " + t.type() + " listens";
    if (isPrivileged(d)) {
      return new Diagnosis(
          Cause.POLICY_GAP, connect + "; a privileged container should be allowed");
    }
    if (ContainerDomains.isContainer(t) && !t.type().equals(ContainerDomains.PRIVILEGED)) {
      return new Diagnosis(
          Cause.NOT_A_FILE,
          connect + ", another container; the two processes' labels decide, no label of a file");
    }
    return new Diagnosis(
        Cause.PROTECTED_HOST_PATH,
        connect + ": it belongs to a process outside, and no label of the socket file opens it");
  }

  /** An entry of /proc, or a descriptor, with the context of a process. */
  static Diagnosis processEntry(Denial d, SecurityContext t) {
    String denied = DenialWords.denied(d) + " on an entry of /proc of a process of " + t.type();
    if (isPrivileged(d)) {
      return new Diagnosis(Cause.POLICY_GAP, denied + "; a privileged container should be allowed");
    }
    if (ContainerDomains.isContainer(t)) {
      return new Diagnosis(
          Cause.NOT_A_FILE, denied + ", another container's process, which cannot be relabelled");
    }
    return new Diagnosis(
        Cause.PROTECTED_HOST_PATH, denied + ", a process of the host, which cannot be relabelled");
  }

  /** Shared memory that came as a descriptor. */
  static Diagnosis memory(Denial d, SecurityContext t) {
    String denied = DenialWords.denied(d) + " on shared memory of type " + t.type();
    boolean own = t.type().startsWith("container_") || TypeTable.isContainerFile(t.type());
    return own
        ? new Diagnosis(Cause.POLICY_GAP, denied + ", which has no path to label")
        : new Diagnosis(
            Cause.PROTECTED_HOST_PATH,
            denied + " that a process of the host handed over; it has no path to label");
  }

  static boolean isPrivileged(Denial d) {
    return DenialWords.type(d.scontext()).equals(ContainerDomains.PRIVILEGED);
  }
}
