package sevol.jna;

import com.sun.jna.ptr.PointerByReference;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * The running kernel's policy. Never {@code selinux_check_access}, which says "allowed" on a
 * permissive host and for unknown permissions, and logs; never {@code security_compute_av}, which
 * leaves the permissive flag unset. A new policy may change the numbers of classes and permissions;
 * each answer carries the policy's serial number, by which that is noticed.
 *
 * <p>Any thread may ask. libselinux keeps those numbers in one list for the whole process, which it
 * frees and reads without a lock ({@code discover_class_cache} of stringrep.c): so all instances
 * share a lock, and the serial number that the list belongs to.
 */
final class KernelDecisions implements AccessDecisions {
  private static final Object CLASS_CACHE = new Object();
  private static int policySerial;

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    synchronized (CLASS_CACHE) {
      return decideAlone(scontext, tcontext, asked);
    }
  }

  private static Optional<AccessDecision> decideAlone(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    String source = scontext.toString();
    String target = tcontext.toString();
    String name = asked.tclass().name();
    if (!CString.fits(source) || !CString.fits(target) || !CString.fits(name)) {
      return Optional.empty();
    }
    while (true) {
      short tclass = LibSelinux.string_to_security_class(CString.of(name));
      if (tclass == 0) {
        return Optional.empty();
      }
      Map<String, Integer> bits = bits(tclass, asked.perms());
      int mask = bits.values().stream().reduce(0, (a, b) -> a | b);
      int[] avd = new int[6];
      if (LibSelinux.security_compute_av_flags_raw(
              CString.of(source), CString.of(target), tclass, mask, avd)
          != 0) {
        return emptyIfInvalid("security_compute_av_flags", source + ", " + target + ", " + name);
      }
      if (avd[4] == policySerial) {
        boolean permissive = (avd[5] & LibSelinux.AVD_FLAGS_PERMISSIVE) != 0;
        Set<String> denied = without(bits, avd[0], bits.keySet());
        return Optional.of(
            new AccessDecision(denied, without(bits, avd[3], denied), permissive, null));
      }
      policySerial = avd[4];
      LibSelinux.selinux_flush_class_cache();
    }
  }

  /** Bits of the permissions that the policy knows. */
  private static Map<String, Integer> bits(short tclass, Set<String> perms) {
    Map<String, Integer> bits = new LinkedHashMap<>();
    for (String perm : perms) {
      int bit = CString.fits(perm) ? LibSelinux.string_to_av_perm(tclass, CString.of(perm)) : 0;
      if (bit != 0) {
        bits.put(perm, bit);
      }
    }
    return bits;
  }

  /** Those of the names whose bit is not in the mask. */
  static Set<String> without(Map<String, Integer> bits, int mask, Set<String> names) {
    Set<String> missing = new LinkedHashSet<>();
    bits.forEach(
        (name, bit) -> {
          if ((mask & bit) == 0 && names.contains(name)) {
            missing.add(name);
          }
        });
    return missing;
  }

  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    synchronized (CLASS_CACHE) {
      return contextOfNewAlone(scontext, directory, tclass);
    }
  }

  private static Optional<SecurityContext> contextOfNewAlone(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    String source = scontext.toString();
    String target = directory.toString();
    if (!CString.fits(source) || !CString.fits(target) || !CString.fits(tclass.name())) {
      return Optional.empty();
    }
    // Numbers may be of an older policy here, for no serial comes back.
    LibSelinux.selinux_flush_class_cache();
    short number = LibSelinux.string_to_security_class(CString.of(tclass.name()));
    if (number == 0) {
      return Optional.empty();
    }
    PointerByReference made = new PointerByReference();
    if (LibSelinux.security_compute_create_raw(CString.of(source), CString.of(target), number, made)
        != 0) {
      return emptyIfInvalid("security_compute_create", source + ", " + target + ", " + tclass);
    }
    return Optional.ofNullable(LibSelinux.takeContext(made)).flatMap(SecurityContext::parse);
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    String text = context.toString();
    if (!CString.fits(text)) {
      return Optional.empty();
    }
    PointerByReference canonical = new PointerByReference();
    if (LibSelinux.security_canonicalize_context_raw(CString.of(text), canonical) != 0) {
      return emptyIfInvalid("security_canonicalize_context", text);
    }
    return Optional.ofNullable(LibSelinux.takeContext(canonical)).flatMap(SecurityContext::parse);
  }

  /** The kernel says EINVAL for a context that is not valid in its policy. */
  private static <T> Optional<T> emptyIfInvalid(String function, String argument) {
    int errno = Errno.last();
    if (errno == Errno.EINVAL) {
      return Optional.empty();
    }
    throw new NativeCallException(function, argument, errno);
  }
}
