package sevol.app;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sevol.audit.KernelRecords;
import sevol.container.Container;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.container.EngineFiles;
import sevol.container.MountTable;
import sevol.diagnosis.ProtectedPaths;
import sevol.preflight.Engines;
import sevol.preflight.Surroundings;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyHost;
import sevol.selinux.AccessDecisions;
import sevol.selinux.DenialExplainer;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SelinuxMode;

/** The machine that the commands run on, as far as they ask it. Nothing is loaded before asked. */
interface Host {
  /** Disabled also where there is no libselinux. */
  SelinuxMode mode();

  /** The running kernel's policy. */
  AccessDecisions decisions();

  /** The files. */
  FileTree tree();

  /** What the policy gives containers. */
  ContainerLabels labels();

  /** The containers on disk; those that the caller may not see are left out. */
  ContainerInventory inventory();

  /** Those, and what else is known to exist and not to run. */
  default List<Container> knownContainers() {
    return inventory().containers();
  }

  /** Whether the mount of an object can store labels ({@code seclabel} in mountinfo). */
  Predicate<FileStatus> storesLabels();

  /** What no container should get. */
  ProtectedPaths protectedPaths();

  /** Whether the mount of an object can be written. */
  Predicate<FileStatus> writable();

  /** The running kernel's policy as one that gives reasons; opened when it is first asked. */
  DenialExplainer explainer();

  /** How docker and podman are set up. */
  Engines engines();

  /** All that a check needs. */
  default Surroundings surroundings() {
    return new Surroundings(
        mode(),
        decisions(),
        tree(),
        labels(),
        knownContainers(),
        storesLabels(),
        writable(),
        protectedPaths(),
        engines(),
        explainer());
  }

  /** The mounts of this process's namespace. */
  MountTable mounts();

  /**
   * Joins the kernel's own stream of audit records.
   *
   * @throws IOException if the kernel refuses; the message says what is missing
   */
  KernelRecords kernelRecords() throws IOException;

  /** Files that ordinary users own. */
  EngineFiles engineFiles();

  /** Takes what {@code sd_notify(3)} takes; goes nowhere if no service manager listens. */
  Consumer<String> serviceManager();

  /** All that planning and applying a remedy needs. */
  RemedyHost remedy() throws RemedyException;
}
