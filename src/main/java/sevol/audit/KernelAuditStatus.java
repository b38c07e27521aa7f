package sevol.audit;

/**
 * What the kernel tells of its audit subsystem ({@code AUDIT_GET}, {@code struct audit_status} of
 * {@code include/uapi/linux/audit.h}); only who has {@code CAP_AUDIT_CONTROL} is told.
 *
 * @param enabled 0 off, 1 on, 2 on and locked
 * @param failure what the kernel does when it cannot log: 0 nothing, 1 printk, 2 panic
 * @param pid the process that takes the records (auditd), 0 if none does
 * @param rateLimit records a second beyond which the kernel drops them, 0 for no limit
 * @param backlogLimit records that may wait
 * @param lost records dropped since boot
 * @param backlog records that wait now
 */
public record KernelAuditStatus(
    long enabled,
    long failure,
    long pid,
    long rateLimit,
    long backlogLimit,
    long lost,
    long backlog) {}
