package sevol.report.export;

import java.util.ArrayList;
import java.util.List;
import sevol.remedy.ExportContent;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.selinux.BooleanValue;

/** Rules as no administrator would want to meet them. */
final class Hostile {
  static final String DATA = "system_u:object_r:container_file_t:s0";

  static final List<String> PATHS =
      List.of(
          "/srv/plain",
          "/srv/$(touch /pwned)",
          "/srv/`touch /pwned`",
          "/srv/{{ lookup('pipe','touch /pwned') }}",
          "/srv/{% raw %}{# x #}",
          "/srv/${HOME}$HOME$1%{x}",
          "/srv/it's",
          "/srv/two''quotes'",
          "/srv/\"double\" \"\"",
          "/srv/back\\slash\\\\'\\\"\\",
          "/srv/# no comment; either",
          "/srv/é \u202e☃ \ud83d\ude00",
          "/srv/tab\tesc\u001b[2J\u007f\u0085\u2028",
          "/srv/a*b?c[d]{e,f}~",
          "/srv/: - ! & > | %s %n ,[]",
          "/srv/#{x} @{y} <%= z %> #$w",
          "/srv/<<none>>",
          "/srv/-d -D --option");

  /** Whatever an expression can hold, since an administrator may write what he likes. */
  static final List<String> SPECS =
      List.of(
          "/srv/plain(/.*)?",
          "/srv/\\$\\(touch\\x20/pwned\\)(/.*)?",
          "/srv/\\$\\(touch[\\x20]/pwned\\)[\\x7B][\\x7B](/.*)?",
          "/srv/$(id)`id`;id|id&id>x<y",
          "/srv/{{lookup('pipe','touch')}}{%x%}{#y#}",
          "/srv/${HOME}$HOME#{x}%s%{y}",
          "/srv/it's",
          "/srv/'both'",
          "/srv/\\\\'\\'[^/]+\\",
          "/srv/#!~@^*?+=:,%",
          "/srv/a-d(/.*)?");

  static final List<BooleanValue> BOOLEANS =
      List.of(new BooleanValue("container_use_nfs", true), new BooleanValue("b2", false));

  private static final List<FileType> KINDS = List.of(FileType.values());

  private Hostile() {}

  static PlacedRule rule(String spec, String path) {
    return new PlacedRule(new LocalRule(spec, FileType.ANY, DATA), path);
  }

  static ExportContent ofRules(List<PlacedRule> rules) {
    return new ExportContent(rules, List.of());
  }

  /** Every expression with every path, and every kind of file. */
  static ExportContent content(List<String> specs) {
    List<PlacedRule> rules = new ArrayList<>();
    for (int i = 0; i < PATHS.size(); i++) {
      for (int k = 0; k < specs.size(); k++) {
        FileType kind = KINDS.get((i + k) % KINDS.size());
        rules.add(new PlacedRule(new LocalRule(specs.get(k) + i + "x", kind, DATA), PATHS.get(i)));
      }
    }
    return new ExportContent(rules, BOOLEANS);
  }
}
