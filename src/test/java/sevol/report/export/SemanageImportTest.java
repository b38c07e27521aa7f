package sevol.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.remedy.ExportContent;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;

class SemanageImportTest {
  /** A line as semanage splits it, of words that hold no white space. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split("\\s+", -1)) {
      for (String quote : new String[] {"\"", "'"}) {
        long count = word.chars().filter(c -> c == quote.charAt(0)).count();
        assertEquals(false, count == 1 && !word.startsWith("\""), "joined with the next: " + word);
        if (count > 1) {
          word = word.replaceAll("^" + quote + "+|" + quote + "+$", "");
          break;
        }
      }
      words.add(word);
    }
    return words;
  }

  @Test
  void everyRuleComesBack() {
    List<String> specs = new ArrayList<>(Hostile.SPECS);
    specs.add("/srv/one\"double");
    specs.add("/srv/\"two\"double'");
    ExportContent content = Hostile.content(specs);
    List<List<String>> expected =
        new ArrayList<>(
            List.of(
                List.of("boolean", "-m", "-0", "b2"),
                List.of("boolean", "-m", "-1", "container_use_nfs")));
    for (PlacedRule placed : content.rules()) {
      LocalRule rule = placed.rule();
      expected.add(
          List.of(
              "fcontext",
              "-a",
              "-f",
              rule.fileType().letter(),
              "-s",
              "system_u",
              "-t",
              "container_file_t",
              "-r",
              "s0",
              rule.spec()));
    }
    assertEquals(
        expected,
        ExportFormat.SEMANAGE
            .write(content)
            .text()
            .lines()
            .map(SemanageImportTest::words)
            .toList());
  }

  @Test
  void noneIsAType() {
    LocalRule none = new LocalRule("/srv/a", FileType.DIR, LocalRule.NONE);
    assertEquals(
        "fcontext -a -f d -t <<none>> /srv/a\n",
        ExportFormat.SEMANAGE
            .write(Hostile.ofRules(List.of(new PlacedRule(none, "/srv/a"))))
            .text());
  }

  @Test
  void whatToRelabelIsToldBesideIt() {
    ExportContent one = Hostile.ofRules(List.of(Hostile.rule("/srv/w", "/srv/w[1] $x")));
    assertEquals(
        List.of(
            "apply it by: semanage import -f FILE",
            "and then relabel by:",
            "  restorecon -RF '/srv/w\\[1] [$]x'"),
        ExportFormat.SEMANAGE.write(one).notes());
  }

  @Test
  void whatNoFormatCanExpressIsRefusedByAll() {
    List<PlacedRule> bad =
        List.of(
            Hostile.rule("/srv/a b", "/srv/a"),
            Hostile.rule("/srv/\n- hosts: all", "/srv/a"),
            Hostile.rule("/srv/é", "/srv/a"),
            Hostile.rule("-S", "/srv/a"),
            Hostile.rule("", "/srv/a"),
            Hostile.rule("/srv/fine", "/srv/a\nb"),
            new PlacedRule(new LocalRule("/srv/c", FileType.ANY, "u:r:t:s0 '{{x}}'"), "/srv/c"),
            new PlacedRule(new LocalRule("/srv/p", FileType.ANY, "u:system_r:t:s0"), "/srv/p"));
    for (ExportFormat format : ExportFormat.values()) {
      Exported exported = format.write(Hostile.ofRules(bad));
      int role = format == ExportFormat.CIL ? 1 : 0; // CIL names any role
      assertEquals(bad.size() - role, exported.refused().size(), () -> "" + exported);
      if (role == 0) {
        assertEquals(format.write(Hostile.ofRules(List.of())).text(), exported.text());
      }
    }
  }
}
