package sevol.jna;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.ptr.ShortByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.BooleanValue;
import sevol.selinux.DenialExplainer;
import sevol.selinux.DenialReason;
import sevol.selinux.DenialReason.Kind;
import sevol.selinux.Explanation;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * A compiled kernel policy in a file, asked through libsepol, which gives reasons. Booleans have
 * the values that the file was written with ({@code /sys/fs/selinux/policy}: those of now);
 * libsepol does not tell which domains are permissive, nor computes the label of a new object.
 *
 * <p>libsepol keeps one policy for the whole process: only one of these can be open at a time, and
 * its memory is not given back.
 */
public final class PolicyFile implements AccessDecisions, DenialExplainer, AutoCloseable {
  private static @Nullable PolicyFile current;

  private final Path path;
  private final PolicyImage image;

  private PolicyFile(Path path, PolicyImage image) {
    this.path = path;
    this.image = image;
  }

  /**
   * Loads a policy.
   *
   * @throws IOException if it is no kernel policy, is of a version that the installed libsepol does
   *     not know, or libsepol is missing or older than 3.4
   * @throws IllegalStateException if another is open
   */
  public static PolicyFile open(Path path) throws IOException {
    synchronized (PolicyFile.class) {
      requireNone(path);
      return load(path, PolicyImage.read(path));
    }
  }

  /**
   * The same of bytes that are in memory already.
   *
   * @param name for messages
   */
  public static PolicyFile open(Path name, byte[] policy) throws IOException {
    synchronized (PolicyFile.class) {
      requireNone(name);
      return load(name, PolicyImage.read(name, policy));
    }
  }

  private static void requireNone(Path path) {
    if (current != null) {
      throw new IllegalStateException(path + ": " + current.path + " is still open");
    }
  }

  private static PolicyFile load(Path path, PolicyImage image) throws IOException {
    synchronized (PolicyFile.class) {
      image.load();
      current = new PolicyFile(path, image);
      return current;
    }
  }

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    synchronized (PolicyFile.class) {
      requireOpen();
      Optional<Integer> source = sid(scontext);
      Optional<Integer> target = sid(tcontext);
      ShortByReference tclass = new ShortByReference();
      String name = asked.tclass().name();
      if (source.isEmpty()
          || target.isEmpty()
          || !CString.fits(name)
          || LibSepol.sepol_string_to_security_class(CString.of(name), tclass) != 0) {
        return Optional.empty();
      }
      return Optional.of(decide(source.get(), target.get(), tclass.getValue(), asked));
    }
  }

  private static AccessDecision decide(int source, int target, short tclass, AccessVector asked) {
    Map<String, Integer> bits = bits(tclass, asked.perms());
    int mask = bits.values().stream().reduce(0, (a, b) -> a | b);
    int[] avd = new int[5];
    IntByReference bitsOfReason = new IntByReference();
    PointerByReference buffer = new PointerByReference();
    try {
      int failed =
          LibSepol.sepol_compute_av_reason_buffer(
              source, target, tclass, mask, avd, bitsOfReason, buffer, 0);
      if (failed != 0) {
        throw new NativeCallException("sepol_compute_av_reason_buffer", asked.toString(), -failed);
      }
      Set<String> denied = KernelDecisions.without(bits, avd[0], bits.keySet());
      Set<String> silent = KernelDecisions.without(bits, avd[3], denied);
      DenialReason reason =
          denied.isEmpty()
              ? null
              : reason(bitsOfReason.getValue(), CString.at(buffer.getValue()), asked, denied);
      return new AccessDecision(denied, silent, false, reason);
    } finally {
      LibSepol.free(buffer);
    }
  }

  private static DenialReason reason(
      int bits, @Nullable String buffer, AccessVector asked, Set<String> denied) {
    String what = asked.tclass() + " { " + String.join(" ", denied) + " }";
    if ((bits & LibSepol.CONSTRAINT) != 0) {
      String text = ConstraintText.of(buffer == null ? "" : buffer, denied);
      return new DenialReason(
          Kind.CONSTRAINT, text.isEmpty() ? "a constraint forbids " + what : text);
    }
    if ((bits & LibSepol.RBAC) != 0) {
      return new DenialReason(Kind.ROLE, "the role may not take this transition");
    }
    if ((bits & LibSepol.BOUNDS) != 0) {
      return new DenialReason(Kind.BOUNDS, "the bounding domain may not have " + what);
    }
    return new DenialReason(Kind.NO_ALLOW_RULE, "no rule allows " + what);
  }

  @Override
  public Optional<Explanation> explain(
      SecurityContext scontext, SecurityContext tcontext, AccessVector denied) throws IOException {
    synchronized (PolicyFile.class) {
      DenialReason reason =
          decide(scontext, tcontext, denied).map(AccessDecision::reason).orElse(null);
      if (reason == null) {
        return Optional.empty();
      }
      // no boolean turns off a constraint
      List<BooleanValue> cure =
          reason.kind() == Kind.NO_ALLOW_RULE ? cure(scontext, tcontext, denied) : List.of();
      return Optional.of(new Explanation(reason, cure));
    }
  }

  private List<BooleanValue> cure(
      SecurityContext scontext, SecurityContext tcontext, AccessVector denied) throws IOException {
    SortedMap<String, Boolean> values = new TreeMap<>(image.booleans());
    values.keySet().retainAll(booleansFor(scontext, tcontext, denied));
    if (values.isEmpty() || !image.mayLoadFlipped()) {
      return List.of();
    }
    BooleanSearch search =
        new BooleanSearch(
            values,
            flipped -> {
              if (!image.mayLoadFlipped()) {
                return false;
              }
              load(() -> image.load(flipped));
              return decide(scontext, tcontext, denied).map(AccessDecision::allowed).orElse(false);
            });
    try {
      return search.find().stream()
          .map(name -> new BooleanValue(name, !values.getOrDefault(name, false)))
          .toList();
    } finally {
      load(image::load);
    }
  }

  private Set<String> booleansFor(
      SecurityContext scontext, SecurityContext tcontext, AccessVector denied) throws IOException {
    String source = canonical(scontext).orElse(scontext).type();
    String target = canonical(tcontext).orElse(tcontext).type();
    return image.rules().booleansFor(source, target, denied);
  }

  /** Every boolean of the policy, with the value that the file was written with. */
  public SortedMap<String, Boolean> booleans() throws IOException {
    synchronized (PolicyFile.class) {
      requireOpen();
      return image.booleans();
    }
  }

  private interface Load {
    void run() throws IOException;
  }

  /** Replaces the policy that is asked; if that fails, none is left. */
  private void load(Load load) throws IOException {
    boolean loaded = false;
    try {
      load.run();
      loaded = true;
    } finally {
      if (!loaded) {
        close();
      }
    }
  }

  private static Map<String, Integer> bits(short tclass, Set<String> perms) {
    Map<String, Integer> bits = new LinkedHashMap<>();
    IntByReference bit = new IntByReference();
    for (String perm : perms) {
      if (CString.fits(perm)
          && LibSepol.sepol_string_to_av_perm(tclass, CString.of(perm), bit) == 0) {
        bits.put(perm, bit.getValue());
      }
    }
    return bits;
  }

  /**
   * Always empty: libsepol exports no function for it ({@code sepol_transition_sid} is in its
   * header but not in its symbol map).
   */
  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    return Optional.empty();
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    synchronized (PolicyFile.class) {
      requireOpen();
      Optional<Integer> sid = sid(context);
      PointerByReference text = new PointerByReference();
      if (sid.isEmpty()
          || LibSepol.sepol_sid_to_context(sid.get(), text, new LongByReference()) != 0) {
        return Optional.empty();
      }
      try {
        return Optional.ofNullable(CString.at(text.getValue())).flatMap(SecurityContext::parse);
      } finally {
        LibSepol.free(text);
      }
    }
  }

  private static Optional<Integer> sid(SecurityContext context) {
    byte[] text = context.toString().getBytes(StandardCharsets.UTF_8);
    IntByReference sid = new IntByReference();
    boolean known =
        CString.fits(context.toString())
            && LibSepol.sepol_context_to_sid(CString.of(text), text.length, sid) == 0;
    return known ? Optional.of(sid.getValue()) : Optional.empty();
  }

  /** libsepol crashes when it is asked without a policy. */
  private void requireOpen() {
    if (current != this) {
      throw new IllegalStateException(path + ": closed");
    }
  }

  @Override
  public void close() {
    synchronized (PolicyFile.class) {
      if (current == this) {
        current = null;
        image.close();
      }
    }
  }
}
