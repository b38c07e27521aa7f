package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRulesExaminerTest {
  private static final String RULES = "/etc/audit/rules.d/a.rules";

  @TempDir private Path temp;

  private List<String> rule(String rule) throws IOException {
    return new FakeRoot(temp).file(RULES, rule + "\n").look(new AuditRulesExaminer());
  }

  @Test
  void ordinaryRulesAreNoFinding() throws IOException {
    assertEquals(
        List.of(),
        rule(
            """
            ## First rule - delete all
            -D
            -b 8192
            -f 1
            -e 1
            # -a task,never
            -w /etc/passwd -p wa -k avc
            -a always,exclude -F msgtype=CWD
            -a always,exit -F arch=b64 -S open -F exit=-EACCES
            """));
  }

  @Test
  void excludedDenialsAreAProblem() throws IOException {
    for (String rule :
        List.of(
            "-a always,exclude -F msgtype=AVC",
            "-a exclude,always -F msgtype=1400",
            "-A never,exclude -F uid=0 -F 'msgtype=AVC'")) {
      assertEquals(
          List.of("problem audit rules: a rule excludes denials (AVC) from the log"), rule(rule));
    }
    assertEquals(List.of(), rule("-a always,exclude -F msgtype=AVC_PATH"));
  }

  @Test
  void theRuleIsNamedWithItsFile() throws IOException {
    rule("-e 0");
    Finding finding = new AuditRulesExaminer().examine(new FakeRoot(temp).facts()).get(0);
    assertEquals(Severity.WARNING, finding.severity());
    assertEquals(RULES + ": -e 0", finding.evidence());
    assertEquals("take the line out of " + RULES, finding.remedy().text());
    assertEquals(List.of(List.of("sudo", "augenrules", "--load")), finding.remedy().commands());
  }

  @Test
  void eventsWithoutPathsAndPanicsAreNotes() throws IOException {
    assertTrue(rule("-a task,never").get(0).startsWith("note audit rules: denials come as an AVC"));
    assertTrue(rule("-a never,task").get(0).startsWith("note audit rules: denials come as an AVC"));
    assertTrue(rule("-f 2").get(0).startsWith("note audit rules: the kernel panics"));
  }

  @Test
  void rulesThatMayNotBeReadAreSaidOnce() throws IOException {
    FakeRoot root = new FakeRoot(temp).unreadable("/etc/audit/audit.rules").unreadable(RULES);
    assertEquals(
        List.of(
            "note audit rules: not looked at: /etc/audit/audit.rules (this account may not"
                + " read it)"),
        root.look(new AuditRulesExaminer()));
  }
}
