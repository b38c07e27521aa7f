package sevol.jna;

import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelAuditStatus;
import sevol.audit.KernelRecords;
import sevol.container.EngineFiles;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.selinux.AccessDecisions;
import sevol.selinux.Booleans;
import sevol.selinux.FileContexts;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/**
 * This host's SELinux. A host without libselinux, or with SELinux off, is one whose mode is
 * DISABLED: files can be looked at, and no policy answers.
 */
public final class NativeHost {

  private final boolean library;
  private final boolean enabled;

  private NativeHost(boolean library) {
    this.library = library;
    this.enabled = library && LibSelinux.is_selinux_enabled() == 1;
  }

  /**
   * Opens it; a missing libselinux is no error.
   *
   * @throws IllegalStateException if JNA cannot work here at all
   */
  public static NativeHost open() {
    try {
      Class.forName(LibC.class.getName());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          "native calls do not work here (JNA's libjnidispatch, libc): " + firstLine(e), e);
    }
    try {
      NativeLibrary.getInstance(LibSelinux.SONAME);
      return new NativeHost(true);
    } catch (UnsatisfiedLinkError e) {
      return new NativeHost(false);
    }
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** The mode now. */
  public SelinuxMode mode() {
    if (!enabled) {
      return SelinuxMode.DISABLED;
    }
    int enforcing = LibSelinux.security_getenforce();
    if (enforcing < 0) {
      throw new NativeCallException("security_getenforce", "", Errno.last());
    }
    return enforcing == 1 ? SelinuxMode.ENFORCING : SelinuxMode.PERMISSIVE;
  }

  /** The directory of the policy in use: {@code /etc/selinux/TYPE}. */
  public Optional<Path> policyRoot() {
    return library
        ? Optional.ofNullable(CString.at(LibSelinux.selinux_policy_root())).map(Path::of)
        : Optional.empty();
  }

  /**
   * From now on this process reads file_contexts and the like from another directory: {@code
   * selinux_set_policy_root(3)}.
   */
  public static void usePolicyOf(Path directory) {
    if (open().library && LibSelinux.selinux_set_policy_root(CString.of(directory + "")) != 0) {
      throw new NativeCallException("selinux_set_policy_root", directory + "", Errno.last());
    }
  }

  /** The label of a process; empty if it is gone, or may not be known. */
  public Optional<SecurityContext> processLabel(long pid) {
    PointerByReference label = new PointerByReference();
    if (!enabled
        || pid <= 0
        || pid > Integer.MAX_VALUE
        || LibSelinux.getpidcon_raw((int) pid, label) != 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(LibSelinux.takeContext(label)).flatMap(SecurityContext::parse);
  }

  /** The label of this process. */
  public Optional<SecurityContext> ownLabel() {
    PointerByReference label = new PointerByReference();
    if (!enabled || LibSelinux.getcon_raw(label) != 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(LibSelinux.takeContext(label)).flatMap(SecurityContext::parse);
  }

  /** The loaded policy; where SELinux is off, one that knows no context. */
  public AccessDecisions accessDecisions() {
    return enabled ? new KernelDecisions() : new NoDecisions();
  }

  /** Files and their labels. */
  public FileTree fileTree() {
    return new NativeFileTree();
  }

  /**
   * The file_contexts of the policy in use, read now.
   *
   * @throws IOException if there are none, or they cannot be read
   */
  public FileContexts openFileContexts() throws IOException {
    if (!library) {
      throw new IOException("file contexts cannot be read without " + LibSelinux.SONAME);
    }
    return NativeFileContexts.open();
  }

  /**
   * The same as they would be with these local rules, and only these.
   *
   * @throws IOException if there are none, or they cannot be read
   */
  public FileContexts openFileContextsWith(List<LocalRule> local) throws IOException {
    Path root =
        policyRoot()
            .orElseThrow(
                () -> new IOException("file contexts cannot be read without " + LibSelinux.SONAME));
    return PredictedContexts.open(root.resolve("contexts/files/file_contexts"), local);
  }

  /** The booleans of the loaded policy, none where SELinux is off. */
  public Booleans booleans() {
    return enabled ? new NativeBooleans() : Collections::emptySortedMap;
  }

  /**
   * What an administrator changed in the policy store.
   *
   * @throws RemedyException if libsemanage is not installed
   */
  public PolicyStore policyStore() throws RemedyException {
    return SemanageStore.open(enabled, booleans());
  }

  /**
   * Where the policy store is, for example {@code /var/lib/selinux/targeted/active}.
   *
   * @throws RemedyException if libsemanage is not installed
   */
  public Path policyStoreDirectory() throws RemedyException {
    policyStore();
    return SemanageHandle.store().resolve("active");
  }

  /**
   * Joins the kernel's own stream of audit records.
   *
   * @throws IOException if the kernel refuses; the message says what is missing
   */
  public KernelRecords kernelRecords() throws IOException {
    return NativeKernelRecords.open();
  }

  /**
   * Asks the kernel for its audit status.
   *
   * @throws IOException if the kernel refuses; the message says what is missing
   */
  public KernelAuditStatus auditStatus() throws IOException {
    return AuditStatusRequest.ask();
  }

  /** Files that ordinary users own. */
  public EngineFiles engineFiles() {
    return new NativeEngineFiles();
  }

  /**
   * The service manager's socket.
   *
   * @param address the value of {@code NOTIFY_SOCKET}; null or empty for none
   * @throws IOException if it is no address
   */
  public NotifySocket notifySocket(@Nullable String address) throws IOException {
    return NotifySocket.of(address);
  }
}
