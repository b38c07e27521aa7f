package sevol.doctor;

/**
 * Whether an engine labels its containers, by its configuration.
 *
 * @param evidence the file and line, or the default
 */
record Labelling(boolean on, String evidence) {

  /**
   * @param subject the engine
   * @param switchOn how its labelling is switched on
   * @param switchOff how off
   */
  Finding judge(String subject, Policy policy, Remedy switchOn, Remedy switchOff) {
    boolean possible = policy.disabled() || policy.knowsContainers();
    if (on) {
      return possible
          ? Finding.ok(subject, "labels its containers").because(evidence)
          : Finding.problem(
                  subject,
                  "labels its containers, with types that the loaded policy does not define: they"
                      + " do not start")
              .because(evidence)
              .cure(switchOff);
    }
    return possible
        ? Finding.warning(
                subject,
                "does not label its containers: SELinux does not confine them, and :z and :Z are"
                    + " accepted and do nothing")
            .because(evidence)
            .cure(switchOn)
        : Finding.note(
                subject,
                "does not label its containers, as it has to be with a policy without container"
                    + " types")
            .because(evidence);
  }
}
