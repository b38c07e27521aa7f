package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessVector;
import sevol.selinux.BooleanValue;
import sevol.selinux.DenialReason.Kind;
import sevol.selinux.Explanation;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** A row of a table in {@code src/test/resources/policy}; its README names the columns. */
@NullUnmarked
sealed interface PolicyRow {
  /** Fails if the policy says something else. */
  void check(RealPolicy real) throws IOException;

  /** Reads a row. */
  static PolicyRow of(String line) {
    String[] part = line.strip().split(" {2,}", -1);
    PolicyRow row =
        switch (part[0]) {
          case "access" -> Access.of(part);
          case "process" -> new Type(process(part[1] + ":s0"), part[2]);
          case "object" -> new Type(object(part[1] + ":s0"), part[2]);
          case "boolean" -> new Bool(part[1], part[2]);
          case "path" -> new Default(Path.of(part[1]), new ObjectClass(part[2]), part[3]);
          case "has" -> new Line(part[1], part[2], true);
          case "lacks" -> new Line(part[1], part[2], false);
          default -> throw new IllegalArgumentException("no such row: " + line);
        };
    int columns = row instanceof Access ? 8 : row instanceof Default ? 5 : 4;
    assertEquals(columns, part.length, "columns of: " + line);
    return row;
  }

  private static SecurityContext process(String context) {
    return SecurityContext.of("system_u:system_r:" + context);
  }

  private static SecurityContext object(String context) {
    return SecurityContext.of(
        context.startsWith("system_u:") ? context : "system_u:object_r:" + context);
  }

  record Access(
      SecurityContext source,
      SecurityContext target,
      AccessVector asked,
      Set<String> denied,
      String why)
      implements PolicyRow {
    static Access of(String[] part) {
      ObjectClass tclass = new ObjectClass(part[3]);
      Set<String> asked = PermissionSets.expand(part[4], tclass);
      Set<String> denied =
          switch (part[5]) {
            case "-" -> Set.of();
            case "all" -> asked;
            default -> PermissionSets.expand(part[5], tclass);
          };
      assertEquals(
          denied.isEmpty(), part[6].equals("-"), "the reason of " + String.join("  ", part));
      return new Access(
          process(part[1]), object(part[2]), new AccessVector(tclass, asked), denied, part[6]);
    }

    @Override
    public void check(RealPolicy real) throws IOException {
      AccessDecision decision = real.policy.decide(source, target, asked).orElseThrow();
      assertEquals(denied, new LinkedHashSet<>(decision.denied()));
      if (denied.isEmpty()) {
        assertEquals(null, decision.reason());
        return;
      }
      Kind kind = why.equals("constraint") ? Kind.CONSTRAINT : Kind.NO_ALLOW_RULE;
      assertEquals(kind, decision.reason().kind(), decision.reason().text());
      if (!why.equals("rule")) {
        Explanation explanation =
            real.policy
                .explain(source, target, new AccessVector(asked.tclass(), denied))
                .orElseThrow();
        String booleans =
            explanation.booleans().stream()
                .map(BooleanValue::toString)
                .collect(Collectors.joining(" "));
        assertEquals(why.contains("=") ? why : "", booleans);
      }
    }
  }

  record Type(SecurityContext context, String canonical) implements PolicyRow {
    @Override
    public void check(RealPolicy real) {
      assertEquals(
          canonical, real.policy.canonical(context).map(SecurityContext::type).orElse("-"));
    }
  }

  record Bool(String name, String value) implements PolicyRow {
    @Override
    public void check(RealPolicy real) {
      Boolean actual = real.booleans.get(name);
      assertEquals(value, actual == null ? "-" : actual ? "on" : "off");
    }
  }

  record Default(Path path, ObjectClass tclass, String type) implements PolicyRow {
    @Override
    public void check(RealPolicy real) {
      Optional<SecurityContext> context = real.contexts.lookup(path.toString(), tclass);
      assertEquals(type, context.map(SecurityContext::type).orElse("-"));
    }
  }

  record Line(String file, String line, boolean expected) implements PolicyRow {
    @Override
    public void check(RealPolicy real) {
      Stream<String> lines = real.lines(file).stream().map(String::strip);
      assertEquals(expected, lines.anyMatch(line::equals));
    }
  }
}
