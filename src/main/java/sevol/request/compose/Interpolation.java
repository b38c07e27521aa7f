package sevol.request.compose;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import sevol.request.InvalidRequestException;

/**
 * Puts variables into text: {@code $NAME}, {@code ${NAME}} with {@code :-}, {@code -}, {@code :?},
 * {@code ?}, {@code :+}, {@code +} and a nested text, and {@code $$}; as {@code
 * compose-spec/compose-go:template/template.go} does.
 */
final class Interpolation {
  private static final int DEEPEST = 50;

  private final Variables variables;
  private final Budget budget;

  Interpolation(Variables variables, Budget budget) {
    this.variables = variables;
    this.budget = budget;
  }

  /**
   * Expands one text.
   *
   * @param unset receives the variables that are not set and have no default
   * @param invalid makes an error of a reason
   */
  String expand(String text, Set<String> unset, Function<String, InvalidRequestException> invalid)
      throws InvalidRequestException {
    return text.indexOf('$') < 0 ? text : new Expansion(unset, invalid).expand(text, 0);
  }

  private final class Expansion {
    private final Set<String> unset;
    private final Function<String, InvalidRequestException> invalid;

    Expansion(Set<String> unset, Function<String, InvalidRequestException> invalid) {
      this.unset = unset;
      this.invalid = invalid;
    }

    String expand(String text, int depth) throws InvalidRequestException {
      if (depth > DEEPEST) {
        throw invalid.apply("variables nested more than " + DEEPEST + " deep");
      }
      StringBuilder out = new StringBuilder();
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        char follows = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (c != '$') {
          out.append(c);
          at++;
        } else if (follows == '$') {
          out.append('$');
          at += 2;
        } else if (follows == '{') {
          int close = close(text, at);
          out.append(braced(text.substring(at + 2, close), depth));
          at = close + 1;
        } else {
          int end = nameEnd(text, at + 1);
          if (end == at + 1) {
            out.append('$'); // compose leaves it
            at++;
            continue;
          }
          out.append(value(text.substring(at + 1, end)));
          at = end;
        }
      }
      return out.toString();
    }

    private int close(String text, int start) throws InvalidRequestException {
      int open = 0;
      for (int at = start; at < text.length(); at++) {
        if (text.startsWith("${", at)) {
          open++;
          at++;
        } else if (text.charAt(at) == '}' && --open == 0) {
          return at;
        }
      }
      throw invalid.apply("a ${ that is never closed; write $$ for a dollar sign");
    }

    private String braced(String inside, int depth) throws InvalidRequestException {
      int end = nameEnd(inside, 0);
      String name = inside.substring(0, end);
      if (end == 0) {
        throw invalid.apply("a ${ without the name of a variable; write $$ for a dollar sign");
      }
      if (end == inside.length()) {
        return value(name);
      }
      boolean colon = inside.charAt(end) == ':';
      int operator = colon ? end + 1 : end;
      String rest = operator < inside.length() ? inside.substring(operator + 1) : "";
      String value = variables.get(name);
      boolean given = value != null && !(colon && value.isEmpty());
      // compose expands the text even where it does not use it, and fails of what fails there
      TreeSet<String> inRest = new TreeSet<>();
      String expanded = new Expansion(inRest, invalid).expand(rest, depth + 1);
      char kind = operator < inside.length() ? inside.charAt(operator) : 0;
      return switch (kind) {
        case '-' -> given ? value(name) : used(expanded, inRest);
        case '+' -> given ? used(expanded, inRest) : "";
        case '?' -> {
          if (!given) {
            throw invalid.apply("the variable " + Shown.name(name) + " is required and not set");
          }
          yield value(name);
        }
        default -> throw invalid.apply("a ${ that is no variable; write $$ for a dollar sign");
      };
    }

    private String used(String expanded, Set<String> names) {
      unset.addAll(names);
      return expanded;
    }

    private String value(String name) throws InvalidRequestException {
      String value = variables.get(name);
      if (value == null) {
        unset.add(name);
        return "";
      }
      try {
        budget.characters(value.length());
      } catch (InvalidRequestException e) {
        throw invalid.apply(String.valueOf(e.getMessage()));
      }
      return value;
    }
  }

  private static int nameEnd(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(at > start && c >= '0' && c <= '9')) {
        break;
      }
      at++;
    }
    return at;
  }
}
