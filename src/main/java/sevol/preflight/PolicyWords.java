package sevol.preflight;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.Prediction;
import sevol.diagnosis.TreeScan;
import sevol.selinux.AccessVector;
import sevol.selinux.BooleanValue;
import sevol.selinux.DenialExplainer;
import sevol.selinux.Explanation;
import sevol.selinux.SecurityContext;

/**
 * What the policy itself says of a denial.
 *
 * @param reason the missing rule or the constraint, for what is met first; null if it cannot be
 *     asked
 * @param booleans those that would allow everything that is denied; empty if none would
 * @param failure why it could not be asked, null if it could
 */
record PolicyWords(@Nullable String reason, List<BooleanValue> booleans, @Nullable String failure) {
  /** Each costs some loads of the policy. */
  private static final int MAX_QUESTIONS = 6;

  private static final PolicyWords NONE = new PolicyWords(null, List.of(), null);

  static PolicyWords ask(
      DenialExplainer explainer, TreeScan scan, SecurityContext process, Prediction prediction) {
    GroupAccess met = prediction.met(scan).orElse(null);
    if (met == null) {
      return NONE;
    }
    List<GroupAccess> denied =
        prediction.groups().stream().filter(g -> !g.denied().isEmpty()).toList();
    try {
      Optional<Explanation> first = ask(explainer, process, met);
      if (first.isEmpty()) {
        return NONE;
      }
      List<BooleanValue> booleans = first.get().booleans();
      for (GroupAccess other : denied) {
        if (booleans.isEmpty() || denied.size() > MAX_QUESTIONS) {
          booleans = List.of();
          break;
        }
        booleans = ask(explainer, process, other).map(Explanation::booleans).orElse(List.of());
        if (!booleans.equals(first.get().booleans())) {
          booleans = List.of();
        }
      }
      return new PolicyWords(first.get().reason().text(), booleans, null);
    } catch (IOException e) {
      return new PolicyWords(null, List.of(), e.getMessage());
    }
  }

  private static Optional<Explanation> ask(
      DenialExplainer explainer, SecurityContext process, GroupAccess access) throws IOException {
    SecurityContext label = access.group().label();
    return label == null
        ? Optional.empty()
        : explainer.explain(
            process, label, new AccessVector(access.group().tclass(), access.denied()));
  }
}
