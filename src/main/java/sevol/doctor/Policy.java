package sevol.doctor;

import java.util.List;
import java.util.stream.Stream;
import sevol.container.ContainerLabels;
import sevol.selinux.AccessDecisions;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/**
 * The running kernel's SELinux.
 *
 * @param decisions one that knows no context where the mode is DISABLED
 * @param labels what lxc_contexts gives containers, whether or not the policy knows it
 */
public record Policy(SelinuxMode mode, AccessDecisions decisions, ContainerLabels labels) {
  boolean disabled() {
    return mode == SelinuxMode.DISABLED;
  }

  /** The types of {@code lxc_contexts} that the loaded policy does not define. */
  List<String> missingTypes() {
    return Stream.of(labels.process(), labels.file(), labels.readOnlyFile())
        .distinct()
        .filter(label -> !knows(label))
        .map(SecurityContext::type)
        .toList();
  }

  /** False where the label's type, its role or its level means nothing to the loaded policy. */
  boolean knows(SecurityContext label) {
    return decisions.canonical(label).isPresent();
  }

  boolean knowsContainers() {
    return knows(labels.process()) && knows(labels.file());
  }
}
