package sevol.remedy;

import sevol.selinux.SecurityContext;

/**
 * The label of an object before a fix, and the one that the fix sets.
 *
 * @param was the effective label
 * @param to the label that is set
 */
record Relabelled(SecurityContext was, SecurityContext to) {}
