package sevol.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.remedy.Advice;
import sevol.selinux.Denial;
import sevol.selinux.SecurityContext;

/**
 * Denials for people: one block for each problem, however often it was logged. The same problem is
 * the same object, label and class met by the same domain; level and pid change at every start of a
 * container and do not count.
 */
public final class DenialText {
  private static final int MOST_BLOCKS = 10_000;
  private static final String INDENT = "        ";

  private final Map<Problem, Block> blocks = new LinkedHashMap<>();
  private long dropped;

  private record Problem(
      String domain,
      String object,
      @Nullable SecurityContext tcontext,
      @Nullable Object tclass,
      boolean onlyLogged) {}

  /** What was seen of one problem. */
  private static final class Block {
    private DenialReport shown;
    private final Set<String> perms = new LinkedHashSet<>();
    private long count;
    private boolean otherProcesses;
    private @Nullable Instant from;
    private @Nullable Instant to;

    private Block(DenialReport first) {
      shown = first;
    }

    /** Shown is the first whose mount is proved: of a problem's denials some may be too old. */
    private void add(DenialReport report) {
      Denial d = report.denial();
      count++;
      perms.addAll(d.perms());
      otherProcesses |= !Objects.equals(d.pid(), shown.denial().pid());
      if (shown.attribution().mount() == null && report.attribution().mount() != null) {
        shown = report;
      }
      Instant t = d.time();
      if (t != null) {
        from = from == null || t.isBefore(from) ? t : from;
        to = to == null || t.isAfter(to) ? t : to;
      }
    }
  }

  /** Takes one denial. */
  public void add(DenialReport report) {
    Problem problem = problem(report);
    Block block = blocks.get(problem);
    if (block == null) {
      if (blocks.size() >= MOST_BLOCKS) {
        dropped++;
        return;
      }
      block = new Block(report);
      blocks.put(problem, block);
    }
    block.add(report);
  }

  private static Problem problem(DenialReport report) {
    Denial d = report.denial();
    String object =
        d.ino() != null
            ? d.dev() + " " + d.ino()
            : d.dev() + " " + (d.path() != null ? d.path() : d.name());
    return new Problem(type(d.scontext()), object, d.tcontext(), d.tclass(), report.onlyLogged());
  }

  /** Writes the blocks, in the order in which their problems were first seen. */
  public void write(Appendable out) throws IOException {
    boolean between = false;
    for (Block block : blocks.values()) {
      out.append(between ? "\n" : "");
      between = true;
      write(out, block);
    }
    if (dropped > 0) {
      out.append(dropped + " denials of further problems are not shown; --json shows them all\n");
    }
  }

  private static void write(Appendable out, Block block) throws IOException {
    DenialReport r = block.shown;
    out.append(r.onlyLogged() ? "LOGGED  " : "DENIED  ");
    out.append(who(r.denial(), block.otherProcesses)).append(" { ");
    out.append(Plain.text(String.join(" ", block.perms))).append(" } on ");
    out.append(object(r.denial())).append('\n');
    line(out, times(block));
    if (r.onlyLogged()) {
      line(out, "it went through, since the domain or the host is permissive");
    }
    line(out, r.diagnosis().cause().word() + ": " + Plain.text(r.diagnosis().reason()));
    Container container = r.attribution().container();
    if (container != null) {
      String name = container.engine().command() + " " + Plain.text(container.display());
      line(out, "container: " + name + ", told by " + r.attribution().containerProof());
    }
    BindMount mount = r.attribution().mount();
    if (mount != null) {
      String mode = mount.readOnly() ? "ro" : "rw";
      String proof = r.attribution().mountProof();
      line(
          out,
          String.format(
              "mount: %s → %s (%s), told by %s",
              Plain.text(mount.source().toString()),
              Plain.text(mount.destination().toString()),
              mode,
              "given".equals(proof) ? "-v alone" : proof));
    }
    advice(out, r.advice());
  }

  private static void advice(Appendable out, @Nullable Advice advice) throws IOException {
    if (advice == null) {
      return;
    }
    if (advice.commands().isEmpty()) {
      line(out, "advice: " + Plain.text(advice.summary()));
    }
    for (List<String> command : advice.commands()) {
      line(out, "fix: " + ShellWords.join(command));
    }
    for (String note : advice.notes()) {
      line(out, "note: " + Plain.text(note));
    }
  }

  private static String who(Denial d, boolean others) {
    StringBuilder s = new StringBuilder(Plain.text(type(d.scontext())));
    String more = others ? ", and other processes" : "";
    if (d.comm() != null && d.pid() != null) {
      s.append(" (").append(Plain.text(d.comm())).append(", pid ").append(d.pid());
      s.append(more).append(')');
    } else if (d.comm() != null) {
      s.append(" (").append(Plain.text(d.comm())).append(more).append(')');
    }
    return s.toString();
  }

  private static String object(Denial d) {
    StringBuilder s =
        new StringBuilder(d.tclass() == null ? "object" : Plain.text(d.tclass().name()));
    String name = d.path() != null ? d.path() : d.name();
    if (name != null) {
      s.append(" \"").append(Plain.text(name)).append('"');
    }
    if (d.dev() != null) {
      s.append("  (").append(Plain.text(d.dev()));
      s.append(d.ino() == null ? "" : " inode " + d.ino()).append(')');
    }
    return s.toString();
  }

  private static String times(Block block) {
    String count = block.count == 1 ? "once" : block.count + " times";
    Instant from = block.from;
    Instant to = block.to;
    if (from == null || to == null) {
      return count;
    }
    String first = from.truncatedTo(ChronoUnit.SECONDS).toString();
    String last = to.truncatedTo(ChronoUnit.SECONDS).toString();
    return (first.equals(last) ? first : first + " to " + last) + "  " + count;
  }

  private static void line(Appendable out, String text) throws IOException {
    out.append(INDENT).append(text).append('\n');
  }

  private static String type(@Nullable SecurityContext context) {
    return context == null ? "(unknown)" : context.type();
  }
}
