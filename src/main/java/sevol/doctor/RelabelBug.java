package sevol.doctor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevol.container.RelabelFlaw;
import sevol.doctor.InstalledPackages.Installed;

/**
 * A published bug in how engines relabel, which is one of the library go-selinux that they are
 * built with. Upstream's packages and rpms have the library that the engine's go.mod names; Debian
 * builds with the one in its archive (1.10.0 in Debian 12, 1.11.1 in Debian 13, by Built-Using),
 * whatever the engine's version.
 *
 * @param flaw which it is
 * @param citation where it is told
 * @param meanwhile what to do without a newer version
 */
record RelabelBug(
    RelabelFlaw flaw,
    Severity severity,
    String what,
    String citation,
    String meanwhile,
    List<Range> ranges) {
  private static final List<RelabelBug> KNOWN =
      List.of(
          // since 1.10.0, fixed in 1.10.1; containers/podman#13727, containerd/containerd#6767
          new RelabelBug(
              RelabelFlaw.FOLLOWS_LINKS,
              Severity.WARNING,
              ":z and :Z label what a symbolic link in the tree leads to, also outside the tree, and"
                  + " not the link",
              "opencontainers/selinux#172",
              "use :z and :Z on no tree in which others can make links, but 'sevol fix'",
              List.of(
                  Range.upstream("podman", "4.0", "4.2"),
                  Range.upstream("containerd.io", "1.6.0", "1.6.4"),
                  Range.upstream("containerd", "1.6.0", "1.6.4"),
                  Range.debian12("podman"),
                  Range.debian12("docker.io"),
                  Range.debian12("containerd"))),
          // 1.10.2 and 1.11.0 look at the label of the top for every entry, fixed in 1.11.1
          new RelabelBug(
              RelabelFlaw.STOPS_AT_TOP,
              Severity.WARNING,
              ":z does nothing when the top of the tree has its label already: a file moved in keeps"
                  + " a wrong label for ever",
              "opencontainers/selinux commit ea3905d",
              "'sevol fix' on the tree repairs it",
              List.of(
                  Range.upstream("docker-ce", "23.0", "28.0"),
                  Range.upstream("podman", "4.3", "5.3"),
                  Range.upstream("cri-o", "1.26", "1.31"))),
          // up to 1.10.1
          new RelabelBug(
              RelabelFlaw.REFUSES_USR,
              Severity.NOTE,
              ":z and :Z are refused for any path that begins with /usr, also /usr/local and /usrdata",
              "containers/podman#16423",
              "'sevol fix' instead of :z",
              List.of(Range.upstream("podman", "3.0", "4.3"), Range.debian12("podman"))));

  /**
   * Packages that have it.
   *
   * @param debian12 those that Debian 12 built; else those of upstream's versions
   */
  record Range(String name, boolean debian12, String from, String fixed) {
    static Range upstream(String name, String from, String fixed) {
      return new Range(name, false, from, fixed);
    }

    static Range debian12(String name) {
      return new Range(name, true, "0", String.valueOf(Integer.MAX_VALUE));
    }

    boolean has(Installed installed, Distribution host) {
      if (!installed.name().equals(name)) {
        return false;
      }
      boolean vendored =
          !installed.deb() || name.equals("docker-ce") || name.equals("containerd.io");
      return debian12
          ? !vendored && host.id().equals("debian") && host.version().equals("12")
          : vendored && UpstreamVersion.ofPackage(installed.version()).within(from, fixed);
    }

    String fixedIn() {
      return debian12 ? "Debian 13's " + name : name + " " + fixed;
    }
  }

  /** Which bugs an installed package has. */
  static Set<RelabelFlaw> flaws(Installed installed, Distribution host) {
    return KNOWN.stream()
        .filter(bug -> bug.ranges.stream().anyMatch(range -> range.has(installed, host)))
        .map(RelabelBug::flaw)
        .collect(Collectors.toSet());
  }

  /** The findings for an installed package. */
  static Stream<Finding> of(Installed installed, Distribution host) {
    return KNOWN.stream()
        .flatMap(
            bug ->
                bug.ranges.stream()
                    .filter(range -> range.has(installed, host))
                    .map(range -> bug.finding(installed, range)));
  }

  private Finding finding(Installed installed, Range range) {
    return Finding.of(severity, installed.name(), what)
        .because(installed.name() + " " + installed.version() + "; " + citation)
        .cure(Remedy.text("fixed in " + range.fixedIn() + "; until then " + meanwhile));
  }
}
