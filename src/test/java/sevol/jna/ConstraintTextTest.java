package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConstraintTextTest {
  /** As libsepol 3.8 fills it under Debian 13's policy, for a foreign level. */
  private static final String BUFFER =
      """
      mlsconstrain dir { ioctl read write create setattr lock relabelfrom relabelto append unlink \
      link rename open } ((h1 dom h2 -Fail-)  or (t1 != mcs_constrained_type -Fail-) ); Constraint DENIED
      mlsconstrain dir { add_name remove_name search rmdir } ((h1 dom h2 -Fail-)  or (t1 != \
      mcs_constrained_type -Fail-) ); Constraint DENIED
      """;

  private static final String NEEDS =
      ": needs ((h1 dom h2: not so) or (t1 != mcs_constrained_type: not so))";

  @Test
  void onlyDeniedPermissionsAreNamed() {
    assertEquals(
        "mlsconstrain dir { search }" + NEEDS, ConstraintText.of(BUFFER, Set.of("search")));
  }

  @Test
  void sameConstraintIsSaidOnce() {
    String text = ConstraintText.of(BUFFER, new java.util.TreeSet<>(Set.of("search", "read")));
    assertEquals("mlsconstrain dir { read search }" + NEEDS, text);
  }

  @Test
  void constraintsOfOtherPermissionsAreNoReason() {
    assertEquals("", ConstraintText.of(BUFFER, Set.of("getattr")));
    assertEquals("", ConstraintText.of("", Set.of("search")));
    assertEquals("", ConstraintText.of("constrain dir { search } (", Set.of("search")));
  }

  @Test
  void longTypeSetsAreCut() {
    String buffer =
        "constrain dir { search } (t1 == { " + "a_t ".repeat(9999) + "} -Fail-); Constraint DENIED";
    String text = ConstraintText.of(buffer, Set.of("search"));
    assertTrue(text.length() < 700 && text.endsWith(" …"), text);
  }
}
