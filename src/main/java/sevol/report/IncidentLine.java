package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.audit.EventId;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.selinux.Denial;
import sevol.selinux.SecurityContext;

/**
 * One denial of a live host on one line: who, what, where on the host, why, and what to do.
 *
 * @param denial the denial
 * @param ofContainer false for a denial of an engine's own domain
 * @param attribution what is proved of its container and mount
 * @param diagnosis the cause
 * @param advice what to do about it
 */
public record IncidentLine(
    Denial denial,
    boolean ofContainer,
    Attribution attribution,
    Diagnosis diagnosis,
    Advice advice) {

  /** The line for people and journals, without its end. */
  public String text() {
    StringBuilder line = new StringBuilder();
    Instant time = denial.time();
    if (time != null) {
      line.append(time.truncatedTo(ChronoUnit.SECONDS)).append(' ');
    }
    line.append(Boolean.TRUE.equals(denial.permissive()) ? "would be denied: " : "denied: ");
    line.append(who()).append(" { ").append(Plain.text(String.join(" ", denial.perms())));
    line.append(" } on ").append(where()).append(": ").append(diagnosis.cause().word());
    if (advice.commands().isEmpty()) {
      return line.append("; ").append(Plain.text(advice.summary())).toString();
    }
    return line.append("; fix: ")
        .append(
            advice.commands().stream().map(ShellWords::join).collect(Collectors.joining(" && ")))
        .toString();
  }

  private String who() {
    Container container = attribution.container();
    if (container == null) {
      SecurityContext scontext = denial.scontext();
      String label = scontext == null ? "of unknown label" : scontext.type() + range(scontext);
      return "process " + Plain.text(label) + " (container unknown)";
    }
    String id = container.id().substring(0, Math.min(12, container.id().length()));
    return "container "
        + Plain.text(container.display())
        + " ("
        + container.engine().command()
        + " "
        + Plain.text(id)
        + ")";
  }

  private static String range(SecurityContext context) {
    return context.range() == null ? "" : ":" + context.range();
  }

  private String where() {
    Path host = attribution.hostPath();
    BindMount mount = attribution.mount();
    String object = host == null ? object() : Plain.text(host.toString());
    if (mount == null) {
      return host == null ? object + " (mount unknown)" : object;
    }
    String below = host == null ? "below " + Plain.text(mount.source().toString()) + ", " : "";
    return object + " (" + below + "mounted at " + Plain.text(mount.destination().toString()) + ")";
  }

  private String object() {
    String seen = denial.path() != null ? denial.path() : denial.name();
    StringBuilder object =
        new StringBuilder(denial.tclass() == null ? "object" : denial.tclass().name());
    if (seen != null) {
      object.append(" \"").append(Plain.text(seen)).append('"');
    }
    if (denial.dev() != null) {
      object.append(" of ").append(Plain.text(denial.dev()));
    }
    if (denial.ino() != null) {
      object.append(" inode ").append(denial.ino());
    }
    return object.toString();
  }

  /** The same as one JSON object, without the end of the line; absent fields are null. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      json.beginObject();
      EventId id = denial.id();
      json.name("id").value(id == null ? null : id.text());
      json.name("time").value(string(denial.time()));
      strings(json.name("perms"), denial.perms());
      json.name("scontext").value(string(denial.scontext()));
      json.name("tcontext").value(string(denial.tcontext()));
      json.name("tclass").value(string(denial.tclass()));
      json.name("comm").value(denial.comm());
      json.name("exe").value(denial.exe());
      json.name("name").value(denial.name());
      json.name("path").value(denial.path());
      json.name("dev").value(denial.dev());
      json.name("ino").value(denial.ino());
      json.name("pid").value(denial.pid());
      json.name("permissive").value(denial.permissive());
      json.name("container").value(ofContainer);
      json.name("cause").value(diagnosis.cause().word());
      json.name("reason").value(diagnosis.reason());
      container(json.name("container_ref"));
      mount(json.name("mount"));
      remedy(json.name("remedy"));
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has nothing to fail at
    }
    return text.toString();
  }

  private void container(JsonWriter json) throws IOException {
    Container container = attribution.container();
    if (container == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("engine").value(container.engine().command());
    json.name("id").value(container.id());
    json.name("name").value(container.name());
    json.name("proof").value(attribution.containerProof());
    json.endObject();
  }

  private void mount(JsonWriter json) throws IOException {
    BindMount mount = attribution.mount();
    Path host = attribution.hostPath();
    if (mount == null && host == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("source").value(mount == null ? null : mount.source().toString());
    json.name("destination").value(mount == null ? null : mount.destination().toString());
    json.name("mode").value(mount == null ? null : mount.readOnly() ? "ro" : "rw");
    json.name("proof").value(attribution.mountProof());
    json.name("host_path").value(host == null ? null : host.toString());
    json.endObject();
  }

  private void remedy(JsonWriter json) throws IOException {
    json.beginObject();
    json.name("summary").value(advice.summary());
    json.name("commands").beginArray();
    for (List<String> command : advice.commands()) {
      strings(json, command);
    }
    json.endArray();
    strings(json.name("notes"), advice.notes());
    json.endObject();
  }

  private static void strings(JsonWriter json, List<String> values) throws IOException {
    json.beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
