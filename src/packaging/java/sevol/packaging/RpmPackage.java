package sevol.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.DigestAlgorithm;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.build.RpmFileNameProvider;
import org.eclipse.packager.rpm.deps.RpmDependencyFlags;
import org.eclipse.packager.rpm.header.Header;

/** Writes the package for Fedora and what is made from it, by Eclipse packager. */
final class RpmPackage {
  // the header has the changelog
  private static final Set<String> NOT_HERE =
      Set.of("/usr/share/doc/sevol/changelog", "/usr/share/lintian", "/usr/lib/nagios");
  private static final String RELEASE = "1";

  private RpmPackage() {}

  /** Writes {@code sevol-VERSION-1.ARCHITECTURE.rpm}. */
  static void write(
      PackageTree tree, Path scripts, Changelog changelog, Architecture architecture, Path target)
      throws IOException {
    String version = changelog.releases().get(0).version();
    BuilderOptions options = new BuilderOptions();
    options.setFileNameProvider(RpmFileNameProvider.DEFAULT_FILENAME_PROVIDER);
    options.setFileDigestAlgorithm(DigestAlgorithm.SHA256);
    options.setOpenOptions(
        new OpenOption[] {
          StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        });
    RpmVersion full = new RpmVersion(version, RELEASE);
    try (RpmBuilder rpm = new RpmBuilder("sevol", full, architecture.rpm, target, options)) {
      describe(rpm.getInformation(), version);
      depend(rpm);
      rpm.setPostInstallationScript(Files.readString(scripts.resolve("post")));
      rpm.setPreRemoveScript(Files.readString(scripts.resolve("preun")));
      rpm.setPostRemoveScript(Files.readString(scripts.resolve("postun")));
      String onJvm = Files.readString(scripts.resolve("jvm-trigger"));
      rpm.setHeaderCustomizer(
          header -> {
            header.putInt(RpmTag.BUILDTIME, (int) tree.time().getEpochSecond());
            putChangelog(header, changelog);
            FileTriggers.put(header, "/usr/lib/jvm", onJvm);
          });
      BuilderContext context = rpm.newContext();
      for (PackageTree.Entry entry : tree.entries(architecture, NOT_HERE)) {
        add(context, entry, tree);
      }
      rpm.build();
    }
  }

  private static void describe(RpmBuilder.PackageInformation information, String version) {
    information.setSummary("Tells why a container may not use a bind mount under SELinux");
    information.setDescription(
        """
        A container that is denied its bind mount by SELinux says "Permission denied"
        and no more. sevol tells why, before the run or after it, and repairs the
        label: proved first, for good, and with a way back. Its daemon watches, ties
        each denial to its container and mount, and keeps it until the access would
        be allowed.""");
    information.setLicense("Apache-2.0 AND LGPL-2.1-only AND MIT");
    information.setPackager("sevol maintainers <maintainers@sevol.invalid>");
    information.setVendor("sevol maintainers");
    information.setGroup("System Environment/Daemons");
    information.setSourcePackage("sevol-" + version + "-" + RELEASE + ".src.rpm");
  }

  private static void depend(RpmBuilder rpm) {
    rpm.addRequirement(
        "java-headless", "1:17", RpmDependencyFlags.GREATER, RpmDependencyFlags.EQUAL);
    for (String library : List.of("libselinux.so.1", "libsepol.so.2", "libsemanage.so.2")) {
      rpm.addRequirement(library + "()(64bit)", null);
    }
    rpm.addRequirement("systemd", null);
    rpm.addRequirement("/bin/sh", null, RpmDependencyFlags.SCRIPT_POST);
    rpm.addRecommends("policycoreutils", null);
    rpm.addRecommends("audit", null);
  }

  private static void putChangelog(Header<RpmTag> header, Changelog changelog) {
    List<Changelog.Release> releases = changelog.releases();
    header.putInt(
        RpmTag.CHANGELOG_TIMESTAMP,
        releases.stream().mapToInt(r -> (int) r.time().toEpochSecond() + 12 * 3600).toArray());
    header.putStringArray(
        RpmTag.CHANGELOG_AUTHOR,
        releases.stream()
            .map(r -> r.who() + " - " + r.version() + "-" + RELEASE)
            .toArray(String[]::new));
    header.putStringArray(
        RpmTag.CHANGELOG_TEXT,
        releases.stream().map(Changelog.Release::changes).toArray(String[]::new));
  }

  private static void add(BuilderContext context, PackageTree.Entry entry, PackageTree tree)
      throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> {
        // that of plugins is not in Fedora's package of base directories
        if (entry.isOurs() || entry.path().startsWith("/usr/lib64/nagios")) {
          context.addDirectory(entry.path(), information -> complete(information, entry, tree));
        }
      }
      case LINK ->
          context.addSymbolicLink(
              entry.path(), entry.target(), information -> complete(information, entry, tree));
      case FILE ->
          context.addFile(
              entry.path(), entry.source(), information -> complete(information, entry, tree));
      default -> throw new AssertionError(entry);
    }
  }

  private static void complete(
      FileInformation information, PackageTree.Entry entry, PackageTree tree) {
    information.setTimestamp(tree.time());
    information.setMode((short) entry.mode());
    information.setFileFlags(flags(entry));
  }

  private static Set<FileFlags> flags(PackageTree.Entry entry) {
    if (entry.isSetting()) {
      return EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE);
    }
    if (entry.path().startsWith("/usr/share/licenses/")) {
      return EnumSet.of(FileFlags.LICENSE);
    }
    if (entry.path().startsWith("/usr/share/doc/") || entry.path().startsWith("/usr/share/man/")) {
      return EnumSet.of(FileFlags.DOC);
    }
    return EnumSet.noneOf(FileFlags.class);
  }
}
