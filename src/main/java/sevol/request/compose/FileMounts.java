package sevol.request.compose;

import java.util.ArrayList;
import java.util.List;
import sevol.container.Engine;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;
import sevol.request.Relabel;

/**
 * {@code configs:} and {@code secrets:} of a service: what comes from a file is that file of the
 * host, bind-mounted read-only by the interface that cannot relabel ({@code
 * docker/compose:pkg/compose/create.go} buildContainerConfigMounts); the rest is copied in.
 */
final class FileMounts {
  private final ServiceScope scope;
  private final String key;
  private final Yaml.Keys declared;
  private final String directory;

  /**
   * For one service and kind.
   *
   * @param key {@code configs} or {@code secrets}
   * @param declared the section of that name
   */
  FileMounts(ServiceScope scope, String key, Yaml.Keys declared) {
    this.scope = scope;
    this.key = key;
    this.declared = declared;
    this.directory = key.equals("configs") ? "/" : "/run/secrets/";
  }

  /** The mounts. */
  List<MountRequest> mounts() throws InvalidRequestException {
    List<MountRequest> mounts = new ArrayList<>();
    for (Yaml item : scope.items(key)) {
      String source =
          item instanceof Yaml.Keys keys ? scope.text(keys, "source", key) : scope.text(item, key);
      String target = item instanceof Yaml.Keys keys ? scope.text(keys, "target", key) : "";
      Yaml node = declared.entries().get(source);
      if (source.isEmpty() || node == null || node.tag() == Yaml.Tag.RESET) {
        throw scope.invalid(item, key, Shown.name(source) + " is not declared");
      }
      Yaml.Keys declaration = ComposeLoader.map(node, node.place(), key);
      if (declaration.get("external") instanceof Yaml.Keys
          || Boolean.TRUE.equals(scope.truth(declaration, "external", key))) {
        external(item, source);
        continue;
      }
      Yaml file = declaration.get("file");
      if (file != null) {
        String path = target.isEmpty() ? source : target;
        mounts.add(
            new MountRequest.Bind(
                scope.engine(),
                scope.hostPath(file, key, scope.text(file, key)),
                scope.target(item, key, path.startsWith("/") ? path : directory + path),
                true,
                Relabel.NONE,
                false,
                false,
                true));
      }
    }
    return mounts;
  }

  private void external(Yaml item, String source) throws InvalidRequestException {
    if (scope.engine() == Engine.DOCKER) {
      throw scope.invalid(
          item, key, Shown.name(source) + " is external, which docker compose refuses");
    }
    scope.note(key + ": " + source + " is external; the engine copies it in");
  }
}
