package sevol.diagnosis;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.selinux.Denial;
import sevol.selinux.LevelRange;
import sevol.selinux.SecurityContext;

/** Causes of denials on files, directories, links, sockets and devices. */
final class FileRules {
  private static final Set<String> CHANGING =
      Set.of(
          "write",
          "append",
          "create",
          "unlink",
          "link",
          "rename",
          "setattr",
          "add_name",
          "remove_name",
          "rmdir",
          "reparent");

  private static final Set<String> RUNNING =
      Set.of("map", "execute", "execute_no_trans", "entrypoint", "execmod");

  /** File systems that {@code dev=} names by type and that keep no labels of their own. */
  private static final Set<String> FOREIGN_FILE_SYSTEMS =
      Set.of(
          "cifs",
          "smb3",
          "fuse",
          "fuseblk",
          "9p",
          "virtiofs",
          "vboxsf",
          "vmhgfs",
          "prl_fs",
          "ceph");

  private static final Set<String> KERNEL_FILE_SYSTEMS =
      Set.of(
          "proc",
          "sysfs",
          "securityfs",
          "debugfs",
          "tracefs",
          "selinuxfs",
          "configfs",
          "pstore",
          "bpf",
          "efivarfs",
          "binfmt_misc",
          "devtmpfs");

  private FileRules() {}

  static Diagnosis diagnose(Denial d, SecurityContext t) {
    String type = t.type();
    if (NoFileRules.isPrivileged(d)) {
      return new Diagnosis(
          Cause.POLICY_GAP,
          DenialWords.denied(d) + " on " + type + ", though a privileged container is unconfined");
    }
    TypeTable.Fact fact = TypeTable.of(type);
    if (fact.cause() == Cause.UNLABELED) {
      return unlabeled(d, t, fact);
    }
    if (TypeTable.isContainerFile(type)) {
      return containerFile(d, t);
    }
    if (ObjectKind.of(d) == ObjectKind.DEVICE) {
      return carries(Cause.DEVICE, d, type, "and a device is given with --device, not by a mount");
    }
    if (isClass(d, "sock_file")) {
      return carries(
          Cause.PROTECTED_HOST_PATH, d, type, "and belongs to the daemon that listens on it");
    }
    return byType(d, type, fact);
  }

  private static Diagnosis unlabeled(Denial d, SecurityContext t, TypeTable.Fact fact) {
    if (d.trawcon() != null) {
      return carries(
          Cause.UNLABELED,
          d,
          t.type(),
          "since the label stored on it, " + d.trawcon() + ", is unknown to the policy");
    }
    if (d.dev() != null && FOREIGN_FILE_SYSTEMS.contains(d.dev())) {
      return carries(
          Cause.NO_XATTR_FILESYSTEM, d, t.type(), "on " + d.dev() + ", which stores no labels");
    }
    boolean stored = t.user() != null && !"system_u".equals(t.user());
    String how =
        stored
            ? "stored when " + t.user() + " made it, so that its parent is probably unlabeled, too"
            : fact.what();
    return carries(Cause.UNLABELED, d, t.type(), how);
  }

  /** The type is right: the level or a missing rule is to blame. */
  private static Diagnosis containerFile(Denial d, SecurityContext t) {
    Optional<LevelRange> subject = levels(d.scontext());
    Optional<LevelRange> object = t.levels();
    if (subject.isPresent() && object.isPresent()) {
      if (!subject.get().high().dominates(object.get().high())) {
        return new Diagnosis(
            Cause.MCS_MISMATCH,
            String.format(
                "%s has the right type %s but the level %s, which the process's %s does not hold:"
                    + " it was labelled for another container",
                DenialWords.object(d.tclass()), t.type(), t.range(), range(d.scontext())));
      }
    } else if (t.range() != null) {
      return carries(Cause.UNKNOWN, d, t.type(), "and the two levels cannot be compared");
    }
    if (TypeTable.isReadOnlyContainerFile(t.type())
        && d.perms().stream().anyMatch(CHANGING::contains)) {
      return carries(Cause.WRONG_TYPE_LABEL, d, t.type(), "which containers may only read");
    }
    return carries(
        Cause.POLICY_GAP,
        d,
        t.type(),
        "and the level fits: the policy lacks a rule for this access");
  }

  private static Diagnosis byType(Denial d, String type, TypeTable.Fact fact) {
    String dev = d.dev() == null ? "" : d.dev();
    if (KERNEL_FILE_SYSTEMS.contains(dev)) {
      return carries(
          Cause.PROTECTED_HOST_PATH, d, type, "on " + dev + ", which belongs to the kernel");
    }
    Cause cause = fact.cause();
    if (cause == Cause.NO_XATTR_FILESYSTEM && type.equals("fusefs_t") && runs(d)) {
      return carries(
          Cause.POLICY_GAP,
          d,
          type,
          fact.what() + "; newer policies let containers run files there");
    }
    if (cause == Cause.BOOLEAN && ContainerDomains.isCustom(DenialWords.type(d.scontext()))) {
      return carries(
          Cause.POLICY_GAP, d, type, "which the container's own policy must allow (udica)");
    }
    if (cause == Cause.WRONG_TYPE_LABEL) {
      if (FOREIGN_FILE_SYSTEMS.contains(dev)) {
        return carries(
            Cause.NO_XATTR_FILESYSTEM, d, type, "on " + dev + ", which stores no labels");
      }
      String whole = wholeTree(d, type);
      if (whole != null) {
        return carries(Cause.PROTECTED_HOST_PATH, d, type, "and is " + whole);
      }
      if (dev.equals("tmpfs") && isClass(d, "lnk_file")) {
        return carries(
            Cause.UNKNOWN, d, type, "on a tmpfs; whoever fills it decides over its labels");
      }
    }
    return carries(cause, d, type, fact.what());
  }

  /** Names the directory that would take a part of the host with it if it were relabelled. */
  private static @Nullable String wholeTree(Denial d, String type) {
    String name = d.name() == null ? "" : d.name();
    String path = d.path() == null ? "" : d.path();
    if (path.startsWith("/run/user/")) {
      return "in the run-time directory of a user's session";
    }
    if (!isClass(d, "dir")) {
      return null;
    }
    return switch (type) {
      case "root_t" -> name.equals("/") ? "the root directory" : null;
      case "tmp_t" -> name.equals("tmp") || name.equals("/") ? "/tmp itself" : null;
      case "home_root_t" -> name.equals("home") || name.equals("/") ? "/home itself" : null;
      case "admin_home_t" -> name.equals("root") ? "the home of root itself" : null;
      case "var_t" -> name.equals("var") ? "/var itself" : null;
      case "var_lib_t" -> name.equals("lib") ? "/var/lib itself" : null;
      case "usr_t" -> name.equals("usr") || name.equals("opt") ? "/" + name + " itself" : null;
      default -> null;
    };
  }

  private static Diagnosis carries(Cause cause, Denial d, String type, String clause) {
    return new Diagnosis(
        cause,
        String.format(
            "%s carries %s, %s; %s",
            DenialWords.object(d.tclass()), type, clause, DenialWords.denied(d)));
  }

  private static boolean runs(Denial d) {
    return !d.perms().isEmpty() && RUNNING.containsAll(d.perms());
  }

  private static boolean isClass(Denial d, String name) {
    return d.tclass() != null && d.tclass().name().equals(name);
  }

  private static Optional<LevelRange> levels(@Nullable SecurityContext context) {
    return context == null ? Optional.empty() : context.levels();
  }

  private static String range(@Nullable SecurityContext context) {
    return context == null || context.range() == null ? "level" : context.range();
  }
}
