package sevol.packaging;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's section of a man page, from what {@code --help} is made of. picocli's own generator
 * writes AsciiDoc, which takes a second program, larger than sevol, to become roff.
 */
final class Roff {
  private final StringBuilder out = new StringBuilder();

  private Roff() {}

  /** The section. */
  static String of(CommandLine command) {
    Roff roff = new Roff();
    roff.command(command);
    return roff.out.toString();
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = spec.qualifiedName();
    line(".SS " + text(name));
    String synopsis = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
    // -h and -V are told of once for all commands
    String usage = synopsis.strip().replaceAll("\\s+", " ").replaceFirst(" \\[-hV\\]", "");
    line(".PP");
    line(".B " + text(name));
    line(text(usage.substring(name.length()).strip().replaceAll(": (?=OPTS)", ":")));
    for (String paragraph : spec.usageMessage().description()) {
      line(".PP");
      line(text(formatted(paragraph).strip()));
    }
    for (PositionalParamSpec positional : spec.positionalParameters()) {
      argument(positional.paramLabel(), positional);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
        argument(String.join(", ", option.names()) + value(option), option);
      }
    }
    footer(spec.usageMessage());
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String value = "=" + option.paramLabel();
    return option.arity().min() == 0 ? "[" + value + "]" : value;
  }

  private void argument(String label, ArgSpec argument) {
    line(".TP");
    line(".B " + text(label));
    for (String paragraph : argument.description()) {
      line(text(formatted(paragraph)));
    }
  }

  private void footer(CommandLine.Model.UsageMessageSpec usage) {
    String footer = formatted(usage.footerHeading() + String.join("%n", usage.footer()));
    if (footer.isBlank()) {
      return;
    }
    line(".PP");
    boolean asItStands = false;
    for (String each : footer.split("\n")) {
      boolean indented = each.startsWith(" ");
      if (indented != asItStands) {
        line(indented ? ".nf" : ".fi");
        asItStands = indented;
      } else if (!indented) {
        line(".PP");
      }
      if (!each.isBlank()) {
        line(text(each));
      }
    }
    if (asItStands) {
      line(".fi");
    }
  }

  private static String formatted(String text) {
    return String.format(text);
  }

  /** Text that roff takes for nothing else. */
  static String text(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
