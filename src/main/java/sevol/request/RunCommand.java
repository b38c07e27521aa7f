package sevol.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.OptionReader.Option;

/** A {@code docker run}, {@code podman run} or {@code create} command. */
public final class RunCommand {
  /** Words that may come before the engine, and those of their options that take a value. */
  private static final Map<String, Set<String>> PREFIXES =
      Map.of(
          "sudo",
          Set.of("-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-r", "-t", "-U", "-c", "-a"),
          "doas",
          Set.of("-u", "-C"),
          "env",
          Set.of("-u", "-C"),
          "exec",
          Set.of("-a"),
          "command",
          Set.of(),
          "nohup",
          Set.of(),
          "time",
          Set.of());

  private RunCommand() {}

  /**
   * Reads a command that was split into words by a shell.
   *
   * @param directory where it would be run
   */
  public static ContainerRequest parse(List<String> words, Path directory)
      throws InvalidRequestException {
    int at = afterPrefixes(words);
    if (at == words.size()) {
      throw new InvalidRequestException("there is no command after \"" + words.get(at - 1) + "\"");
    }
    Engine engine = engine(words.get(at));
    List<String> notes = new ArrayList<>();
    OptionReader global = new OptionReader(EngineOptions.global(engine), words, at + 1);
    for (Option option : global.options()) {
      if (Set.of("host", "context", "url", "connection", "remote").contains(option.name())) {
        notes.add(
            "--" + option.name() + " may name another host; only this host's files are looked at");
      }
    }
    at = global.next();
    if (at < words.size() && words.get(at).equals("container")) {
      at++;
    }
    if (at >= words.size() || !Set.of("run", "create").contains(words.get(at))) {
      throw new InvalidRequestException(
          engine.command()
              + (at < words.size() ? " " + words.get(at) : "")
              + ": only run and create ask for mounts; name other mounts with -v");
    }
    String subject = engine.command() + " " + words.get(at);
    OptionReader run = new OptionReader(EngineOptions.run(engine), words, at + 1);
    if (run.next() >= words.size()) {
      notes.add("the command names no image");
    }
    List<Option> options = new ArrayList<>(global.options());
    options.addAll(run.options());
    otherType(engine, options).ifPresent(notes::add);
    return of(subject, engine, run.options(), directory, notes);
  }

  /**
   * A note where podman takes another type than an ordinary container's: {@code kvm_process} or
   * {@code init_process} of lxc_contexts, unless a type is given ({@code processLabel} in {@code
   * containers/podman:libpod/container_internal.go}).
   */
  private static Optional<String> otherType(Engine engine, List<Option> options) {
    String systemd = "";
    String runtime = "";
    for (Option option : options) {
      systemd = option.name().equals("systemd") ? option.value() : systemd;
      runtime = option.name().equals("runtime") ? option.value() : runtime;
      if (option.name().equals("security-opt") && option.value().matches("label[=:]type:.*")) {
        return Optional.empty();
      }
    }
    if (engine != Engine.PODMAN) {
      return Optional.empty();
    }
    if (lastName(runtime).matches("(?:crun-)?krun|kata.*")) {
      return Optional.of(otherType("--runtime " + runtime, "container_kvm_t"));
    }
    return systemd.equals("always")
        ? Optional.of(otherType("--systemd always", "container_init_t"))
        : Optional.empty();
  }

  private static String otherType(String option, String type) {
    return option
        + ": podman runs it as "
        + type
        + " where the policy has that; judged as an ordinary container, unless you add"
        + " --security-opt label=type:"
        + type;
  }

  private static ContainerRequest of(
      String subject, Engine engine, List<Option> options, Path directory, List<String> notes)
      throws InvalidRequestException {
    List<MountRequest> mounts = new ArrayList<>();
    List<String> securityOpts = new ArrayList<>();
    Map<String, String> last = new HashMap<>();
    for (Option option : options) {
      last.put(option.name(), option.value());
      switch (option.name()) {
        case "volume" -> mounts.add(VolumeSpec.parse(engine, option.value(), directory));
        case "mount" -> mounts.add(MountSpec.parse(engine, option.value(), directory));
        case "security-opt" -> securityOpts.add(option.value());
        case "volumes-from", "pod" ->
            notes.add("--" + option.name() + " " + option.value() + ": mounts are not looked at");
        default -> {}
      }
    }
    String pid = last.getOrDefault("pid", "");
    String ipc = last.getOrDefault("ipc", "");
    LabelOptions labels =
        LabelOptions.of(
            engine,
            securityOpts,
            OptionReader.isTrue(last.getOrDefault("privileged", "false")),
            pid.equals("host") || ipc.equals("host"),
            joined(pid) != null ? joined(pid) : joined(ipc));
    return new ContainerRequest(subject, engine, mounts, List.of(), labels, notes);
  }

  private static @Nullable String joined(String namespace) {
    String prefix = "container:";
    return namespace.startsWith(prefix) ? namespace.substring(prefix.length()) : null;
  }

  private static int afterPrefixes(List<String> words) {
    int at = 0;
    while (at < words.size()) {
      if (words.get(at).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
        at++;
        continue;
      }
      Set<String> valued = PREFIXES.get(lastName(words.get(at)));
      if (valued == null) {
        break;
      }
      at++;
      while (at < words.size() && words.get(at).startsWith("-")) {
        at += valued.contains(words.get(at)) ? 2 : 1;
      }
    }
    return Math.min(at, words.size());
  }

  private static Engine engine(String word) throws InvalidRequestException {
    return switch (lastName(word)) {
      case "docker" -> Engine.DOCKER;
      case "podman" -> Engine.PODMAN;
      default ->
          throw new InvalidRequestException(
              "\""
                  + word
                  + "\" is not docker or podman; "
                  + (word.contains(" ")
                      ? "give the command as separate words, without quotes around all of it"
                      : "name the mounts with -v"));
    };
  }

  private static String lastName(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
