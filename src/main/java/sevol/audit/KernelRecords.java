package sevol.audit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The port to the kernel's own stream of audit records: the netlink multicast group {@code
 * AUDIT_NLGRP_READLOG} (Linux 3.16+, {@code CAP_AUDIT_READ}). It exists beside auditd or without
 * it, keeps nothing for who comes late, and drops what a slow reader leaves lying.
 */
public interface KernelRecords extends AutoCloseable {
  /**
   * Waits for the next record, written as a line of audit.log: {@code type=1400 msg=audit(…): …}.
   *
   * @return null when {@link #close} was called
   */
  @Nullable String next() throws IOException;

  /** How often the kernel dropped records for this reader (ENOBUFS); any thread may ask. */
  long overflows();

  @Override
  void close();
}
