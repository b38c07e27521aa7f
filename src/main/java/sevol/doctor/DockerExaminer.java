package sevol.doctor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Docker's labelling: off unless {@code selinux-enabled} is set in daemon.json or on dockerd's
 * command line (dockerd(8)). A running dockerd's command line counts, else the unit's files.
 */
final class DockerExaminer implements Examiner {
  private static final String SUBJECT = "docker";
  private static final String OPTION = "--selinux-enabled";
  private static final String DAEMON_JSON = "/etc/docker/daemon.json";
  private static final String DROP_INS = "/etc/systemd/system/docker.service.d";

  private final Policy policy;

  DockerExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    List<Finding> findings = new ArrayList<>();
    if (facts.exists("/snap/docker/current") || facts.exists("/var/snap/docker")) {
      findings.add(
          Finding.note(
              SUBJECT,
              "a docker of snap is here, which has a daemon.json of its own"
                  + " (/var/snap/docker/current/config) and is not looked at further"));
    }
    if (facts.exists("/usr/bin/dockerd") || facts.exists("/usr/sbin/dockerd")) {
      findings.add(engine(facts));
    }
    return findings;
  }

  private Finding engine(HostFacts facts) {
    String path = configPath(Processes.commandLine(facts, "dockerd"));
    Optional<Labelling> said;
    try {
      said = labelling(facts);
    } catch (JsonParseException | IllegalStateException e) {
      return Finding.problem(SUBJECT, path + " is not JSON: dockerd does not start with it")
          .cure(Remedy.command("sudo", "dockerd", "--validate", "--config-file", path));
    }
    if (said.isEmpty()) {
      return Finding.notLookedAt(SUBJECT, path);
    }
    String remake = "make the containers anew, they keep the labels they were made with";
    return said.get()
        .judge(
            SUBJECT,
            policy,
            Remedy.text("\"selinux-enabled\": true in " + DAEMON_JSON + "; " + remake)
                .then("sudo systemctl restart docker"),
            Remedy.text("\"selinux-enabled\": false in " + DAEMON_JSON + "; " + remake)
                .then("sudo systemctl restart docker"));
  }

  /**
   * Whether docker labels its containers.
   *
   * @return empty if its daemon.json may not be read
   * @throws JsonParseException or {@link IllegalStateException} if that is not JSON
   */
  static Optional<Labelling> labelling(HostFacts facts) {
    Optional<List<String>> running = Processes.commandLine(facts, "dockerd");
    Optional<Labelling> said =
        running.isPresent()
            ? option(String.join(" ", running.get()), "dockerd's command line")
            : unit(facts);
    if (said.isPresent()) {
      return said;
    }
    String path = configPath(running);
    FileText file = facts.read(path);
    return file.isRefused() ? Optional.empty() : Optional.of(daemonJson(path, file));
  }

  private static String configPath(Optional<List<String>> running) {
    return running.map(DockerExaminer::configFile).orElse(DAEMON_JSON);
  }

  private static Labelling daemonJson(String path, FileText file) {
    JsonElement json = JsonParser.parseString(file.isRead() ? file.text() : "{}");
    JsonElement value = json instanceof JsonObject o ? o.get("selinux-enabled") : null;
    if (value == null || !value.isJsonPrimitive()) {
      return new Labelling(false, path + " does not set \"selinux-enabled\"");
    }
    return new Labelling(value.getAsBoolean(), path + ": \"selinux-enabled\": " + value);
  }

  private static String configFile(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("--config-file=")) {
        return word.substring("--config-file=".length());
      }
      if (word.equals("--config-file") && i + 1 < words.size()) {
        return words.get(i + 1);
      }
    }
    return DAEMON_JSON;
  }

  /** What the files say from which systemd starts it, those that count most first. */
  private static Optional<Labelling> unit(HostFacts facts) {
    List<String> files = new ArrayList<>();
    facts.list(DROP_INS).forEach(name -> files.add(DROP_INS + "/" + name));
    files.add("/etc/systemd/system/docker.service");
    files.add("/usr/lib/systemd/system/docker.service");
    files.add("/lib/systemd/system/docker.service");
    files.add("/etc/sysconfig/docker");
    files.add("/etc/default/docker");
    for (String file : files) {
      for (String line : facts.read(file).lines()) {
        Optional<Labelling> said =
            line.strip().startsWith("#") ? Optional.empty() : option(line, file);
        if (said.isPresent()) {
          return said;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Labelling> option(String line, String where) {
    int at = line.indexOf(OPTION);
    if (at < 0) {
      return Optional.empty();
    }
    boolean off = line.startsWith("=false", at + OPTION.length());
    return Optional.of(new Labelling(!off, where + ": " + OPTION + (off ? "=false" : "")));
  }
}
