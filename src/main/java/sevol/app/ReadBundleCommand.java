package sevol.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.container.Attribution;
import sevol.container.ContainerLabels;
import sevol.container.LxcContexts;
import sevol.evidence.AttributionLines;
import sevol.evidence.Bundle;
import sevol.evidence.Part;
import sevol.jna.PolicyFile;

/** The child of {@code sevol explain --bundle}: explains the bundle on its standard input. */
@Command(
    name = ReadBundleCommand.NAME,
    hidden = true,
    description =
        "Explains the bundle on standard input; sevol explain --bundle runs it, confined.")
final class ReadBundleCommand implements Callable<Integer> {
  static final String NAME = "read-bundle";

  @Spec private CommandSpec spec;

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--all")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DenialOutput output = new DenialOutput(out, spec.commandLine().getErr(), json, all);
    Bundle bundle = Bundle.read(System.in);
    Iterator<Attribution> whose =
        AttributionLines.read(bundle.get(Part.ATTRIBUTIONS).orElse(new byte[0])).iterator();
    try (PolicyFile policy = policy(bundle, output)) {
      LogExplainer explainer =
          new LogExplainer(
              denial -> whose.hasNext() ? whose.next() : Attribution.UNKNOWN,
              policy,
              labels(bundle),
              output::take);
      byte[] denials = bundle.get(Part.DENIALS).orElseThrow();
      output.tally(Part.DENIALS.file(), explainer.explain(new ByteArrayInputStream(denials)));
    }
    return output.end();
  }

  private static @Nullable PolicyFile policy(Bundle bundle, DenialOutput output) {
    byte[] policy = bundle.get(Part.POLICY).orElse(null);
    if (policy == null) {
      return null;
    }
    try {
      return PolicyFile.open(Path.of("the bundle's policy"), policy);
    } catch (IOException e) {
      output.failed();
      output.warn(e.getMessage() + "; causes are told by what is known of types");
      return null;
    }
  }

  private static ContainerLabels labels(Bundle bundle) {
    return bundle
        .get(Part.LXC_CONTEXTS)
        .flatMap(bytes -> LxcContexts.parse(new String(bytes, StandardCharsets.UTF_8)))
        .orElse(ContainerLabels.DEFAULT);
  }
}
