package sevol.request;

import sevol.container.Engine;

/**
 * The option tables of docker and podman, before the subcommand and after {@code run} or {@code
 * create}: what {@code --help} of docker 26.1 and podman 5.4 lists, with the hidden, deprecated and
 * newer names from {@code docker/cli:cli/command/container/opts.go} and {@code
 * containers/podman:cmd/podman/{root,common/create}.go}.
 */
final class EngineOptions {
  private static final OptionTable DOCKER_GLOBAL =
      new OptionTable(
          "config c|context H|host l|log-level tlscacert tlscert tlskey",
          "D|debug help tls tlsverify v|version");

  private static final OptionTable DOCKER_RUN =
      new OptionTable(
          """
          add-host annotation a|attach blkio-weight blkio-weight-device cap-add cap-drop
          cgroup-parent cgroupns cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period
          cpu-rt-runtime c|cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device
          device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns
          dns-opt dns-option dns-search domainname entrypoint e|env env-file expose gpus group-add
          health-cmd health-interval health-retries health-start-interval health-start-period
          health-timeout h|hostname io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory
          l|label label-file link link-local-ip log-driver log-opt mac-address m|memory
          memory-reservation memory-swap memory-swappiness mount name net net-alias network
          network-alias oom-score-adj pid pids-limit platform p|publish pull restart runtime
          security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs ulimit u|user
          userns uts v|volume volume-driver volumes-from w|workdir
          """,
          """
          d|detach disable-content-trust help init i|interactive no-healthcheck oom-kill-disable
          privileged P|publish-all q|quiet read-only rm sig-proxy t|tty use-api-socket
          """);

  /**
   * Before the subcommand; all but connection and url are persistent, so valid after it as well.
   */
  private static final String PODMAN_PERSISTENT =
      """
      cgroup-manager cni-config-dir config conmon context cpu-profile default-mounts-file
      events-backend hooks-dir identity imagestore log-level max-workers memory-profile module
      namespace network-cmd-path network-config-dir out registries-conf root runroot runtime
      runtime-flag ssh storage-driver storage-opt tmpdir url volumepath
      """;

  private static final OptionTable PODMAN_GLOBAL =
      new OptionTable(
          PODMAN_PERSISTENT + "c|connection",
          "help r|remote syslog trace transient-store v|version");

  private static final OptionTable PODMAN_RUN =
      new OptionTable(
          PODMAN_PERSISTENT
              + """
              add-host annotation arch a|attach authfile blkio-weight blkio-weight-device cap-add
              cap-drop cert-dir cgroup-conf cgroup-parent cgroupns cgroups chrootdirs cidfile
              conmon-pidfile cpu-period cpu-quota cpu-rt-period cpu-rt-runtime c|cpu-shares cpus
              cpuset-cpus cpuset-mems creds decryption-key detach-keys device device-cgroup-rule
              device-read-bps device-read-iops device-write-bps device-write-iops dns dns-opt
              dns-option dns-search entrypoint e|env env-file env-merge expose gidmap gpus group-add
              group-entry health-cmd health-interval health-log-destination health-max-log-count
              health-max-log-size health-on-failure health-retries health-start-period
              health-startup-cmd health-startup-interval health-startup-retries
              health-startup-success health-startup-timeout health-timeout healthcheck-command
              healthcheck-interval healthcheck-retries healthcheck-start-period healthcheck-timeout
              h|hostname hosts-file hostuser image-volume init-ctr init-path ip ip6 ipc kernel-memory
              l|label label-file log-driver log-opt mac-address m|memory memory-reservation
              memory-swap memory-swappiness mount name net network network-alias oom-score-adj os
              override-arch override-os override-variant passwd-entry personality pid pidfile
              pids-limit platform pod pod-id-file preserve-fd preserve-fds p|publish pull rdt-class
              requires restart retry retry-delay sdnotify seccomp-policy secret security-opt shm-size
              shm-size-systemd signature-policy stop-signal stop-timeout subgidname subuidname sysctl
              systemd timeout tmpfs tz uidmap ulimit umask unsetenv u|user userns uts variant
              v|volume volumes-from w|workdir
              """,
          """
          d|detach disable-content-trust env-host help http-proxy init i|interactive no-healthcheck
          no-hostname no-hosts oom-kill-disable passwd privileged P|publish-all q|quiet read-only
          read-only-tmpfs replace rm rmi rootfs sig-proxy syslog tls-verify trace transient-store
          t|tty unsetenv-all
          """);

  private static final OptionTable DOCKER_CREATE =
      DOCKER_RUN.without("detach", "detach-keys", "sig-proxy");

  private static final OptionTable PODMAN_CREATE =
      PODMAN_RUN.without(
          "detach", "detach-keys", "sig-proxy", "passwd", "preserve-fd", "preserve-fds", "rmi");

  private EngineOptions() {}

  /** Options before the subcommand. */
  static OptionTable global(Engine engine) {
    return engine == Engine.DOCKER ? DOCKER_GLOBAL : PODMAN_GLOBAL;
  }

  /** Options of {@code run} or {@code create}. */
  static OptionTable of(Engine engine, String subcommand) {
    boolean run = subcommand.equals("run");
    return engine == Engine.DOCKER
        ? (run ? DOCKER_RUN : DOCKER_CREATE)
        : (run ? PODMAN_RUN.without("init-ctr") : PODMAN_CREATE);
  }
}
