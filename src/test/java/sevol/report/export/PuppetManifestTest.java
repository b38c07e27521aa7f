package sevol.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.remedy.ExportContent;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;

class PuppetManifestTest {
  private static final ExportContent CONTENT = Hostile.content(Hostile.SPECS);

  /** Every string of a manifest as Puppet reads it; requires that nothing else is hostile. */
  private static List<String> strings(String manifest) {
    List<String> strings = new ArrayList<>();
    StringBuilder between = new StringBuilder();
    int i = manifest.indexOf('\n') + 1; // the comment
    while (i < manifest.length()) {
      char quote = manifest.charAt(i++);
      if (quote != '\'' && quote != '"') {
        between.append(quote);
        continue;
      }
      StringBuilder string = new StringBuilder();
      for (; manifest.charAt(i) != quote; i++) {
        char c = manifest.charAt(i);
        if (c != '\\') {
          assertTrue(c >= ' ' && (quote == '\'' || (c != '$' && c < 0x7f)), manifest);
          string.append(c);
          continue;
        }
        char next = manifest.charAt(++i);
        if (next == '\\' || next == quote || (quote == '"' && next == '$')) {
          string.append(next);
        } else if (quote == '"' && next == 'u') {
          int end = manifest.indexOf('}', i);
          string.appendCodePoint(Integer.parseInt(manifest.substring(i + 2, end), 16));
          i = end;
        } else {
          string.append('\\').append(next);
        }
      }
      i++;
      strings.add(string.toString());
    }
    assertTrue(between.toString().matches("[A-Za-z:_ {}\\[\\],\n=>]*"), between.toString());
    return strings;
  }

  @Test
  void everyRuleAndPathComesBack() {
    List<String> expected = new ArrayList<>(List.of("b2", "off", "container_use_nfs", "on"));
    for (PlacedRule placed : CONTENT.rules()) {
      LocalRule rule = placed.rule();
      expected.addAll(
          List.of(
              rule.spec() + "_" + rule.fileType().letter(),
              rule.spec(),
              rule.fileType().letter(),
              "system_u",
              "container_file_t"));
    }
    for (String path : CONTENT.paths()) {
      expected.addAll(List.of(path, RelabelPath.glob(path)));
      CONTENT.rules().stream()
          .filter(placed -> placed.path().equals(path))
          .forEach(p -> expected.add(p.rule().spec() + "_" + p.rule().fileType().letter()));
    }
    assertEquals(expected, strings(ExportFormat.PUPPET.write(CONTENT).text()));
  }

  @Test
  void resourcesAreThoseOfTheModule() {
    ExportContent one =
        new ExportContent(
            List.of(Hostile.rule("/srv/a'\\$(/.*)?", "/srv/a'$")),
            List.of(Hostile.BOOLEANS.get(0)));
    assertEquals(
        """
        # Made by sevol export --format puppet, for the module puppet/selinux.
        selinux::boolean { 'container_use_nfs':
          ensure => 'on',
        }
        selinux::fcontext { '/srv/a\\'\\\\$(/.*)?_a':
          pathspec => '/srv/a\\'\\\\$(/.*)?',
          filetype => 'a',
          seluser  => 'system_u',
          seltype  => 'container_file_t',
        }
        selinux::exec_restorecon { '/srv/a\\'$':
          path      => '/srv/a\\'[$]',
          force     => true,
          subscribe => [Selinux::Fcontext['/srv/a\\'\\\\$(/.*)?_a']],
        }
        """,
        ExportFormat.PUPPET.write(one).text());
  }

  @Test
  void levelIsRefused() {
    LocalRule level = new LocalRule("/srv/l", FileType.ANY, Hostile.DATA + ":c1,c2");
    Exported exported =
        ExportFormat.PUPPET.write(Hostile.ofRules(List.of(new PlacedRule(level, "/srv/l"))));
    assertEquals(1, exported.refused().size());
    assertEquals(List.of(), strings(exported.text().replace("# Nothing to export.\n", "")));
  }
}
