package sevol.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** The sentences that tell a prediction's causes. */
final class Reasons {
  private static final int MAX_NAMED = 3;

  private final TreeScan scan;
  private final SecurityContext process;
  private final @Nullable String protectedPath;

  /**
   * Prepares for one tree.
   *
   * @param protectedPath why its path is the host's own, null if it is not
   */
  Reasons(TreeScan scan, SecurityContext process, @Nullable String protectedPath) {
    this.scan = scan;
    this.process = process;
    this.protectedPath = protectedPath;
  }

  /**
   * One diagnosis for each cause. First the cause that shuts the root itself, behind which nothing
   * can be reached, then by the number of entries; what is unknown comes last.
   */
  List<Diagnosis> of(List<GroupAccess> groups) {
    Map<Cause, List<GroupAccess>> byCause = new EnumMap<>(Cause.class);
    for (GroupAccess group : groups) {
      if (group.cause() != null) {
        byCause.computeIfAbsent(group.cause(), c -> new ArrayList<>()).add(group);
      }
    }
    return byCause.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Cause, List<GroupAccess>> e) -> e.getKey() == Cause.UNKNOWN)
                .thenComparing(e -> e.getValue().stream().noneMatch(this::holdsRoot))
                .thenComparing(e -> -count(e.getValue())))
        .map(e -> new Diagnosis(e.getKey(), reason(e.getKey(), e.getValue())))
        .toList();
  }

  private boolean holdsRoot(GroupAccess access) {
    return scan.holdsRoot(access.group());
  }

  private String reason(Cause cause, List<GroupAccess> groups) {
    long count = count(groups);
    String some = some(groups, count);
    String carry = some + (count == 1 ? " carries " : " carry ");
    Set<String> denied = new LinkedHashSet<>();
    groups.forEach(g -> denied.addAll(g.denied()));
    String object = scan.entries() == 1 || count == 1 ? "it" : "them";
    String may = "; " + process.type() + " may not " + verbs(denied) + " " + object;
    String types = named(groups, SecurityContext::type);
    return switch (cause) {
      case UNKNOWN -> "the label of " + some + " could not be read, or means nothing to the policy";
      case DEVICE -> carry + types + " on a device node" + may;
      case MCS_MISMATCH ->
          carry
              + "the level "
              + named(groups, l -> String.valueOf(l.range()))
              + "; "
              + process.type()
              + " without those categories may not "
              + verbs(denied)
              + " "
              + object;
      case NO_XATTR_FILESYSTEM -> carry + types + " from a file system that stores no labels" + may;
      case PROTECTED_HOST_PATH -> carry + types + may + ", and " + whyProtected(groups);
      case UNLABELED ->
          carry
              + types
              + (types.equals(Predictor.UNLABELED_TYPE) ? "" : ", which the policy does not know")
              + may;
      case POLICY_GAP -> carry + types + may + ", nor would a container label permit it";
      default -> carry + types + may;
    };
  }

  /** How many; and where, unless the root is among them. */
  private String some(List<GroupAccess> groups, long count) {
    if (scan.entries() == 1) {
      return "it";
    }
    String where = example(groups) + (count == 1 ? "" : ", …");
    return count
        + " of "
        + scan.entries()
        + " entries"
        + (groups.stream().anyMatch(this::holdsRoot) ? "" : " (" + where + ")");
  }

  private String whyProtected(List<GroupAccess> groups) {
    if (protectedPath != null) {
      return protectedPath;
    }
    List<GroupAccess> labelled =
        groups.stream().filter(g -> !g.group().tclass().equals(ObjectClass.SOCK_FILE)).toList();
    if (labelled.isEmpty()) {
      return "a label on the socket " + example(groups) + " would not reach its server";
    }
    String types = named(labelled, SecurityContext::type);
    return types.indexOf(' ') < 0
        ? types + " is a type of the host's own, others need it"
        : types + " are types of the host's own, others need them";
  }

  private static String example(List<GroupAccess> groups) {
    return groups.get(0).group().example();
  }

  private static long count(List<GroupAccess> groups) {
    return groups.stream().mapToLong(g -> g.group().count()).sum();
  }

  private static String named(List<GroupAccess> groups, Function<SecurityContext, String> part) {
    Set<String> names = new LinkedHashSet<>();
    for (GroupAccess access : groups) {
      SecurityContext label = access.group().label();
      if (label != null) {
        names.add(part.apply(label));
      }
    }
    List<String> first = names.stream().limit(MAX_NAMED).toList();
    return String.join(", ", first) + (names.size() > MAX_NAMED ? " and others" : "");
  }

  /** "search, read, write or execute", or what else is denied where none of these is. */
  static String verbs(Set<String> denied) {
    List<String> verbs =
        List.of("search", "read", "write", "execute").stream().filter(denied::contains).toList();
    if (verbs.isEmpty()) {
      verbs = List.copyOf(denied);
    }
    int last = verbs.size() - 1;
    return last < 1
        ? String.join("", verbs)
        : String.join(", ", verbs.subList(0, last)) + " or " + verbs.get(last);
  }
}
