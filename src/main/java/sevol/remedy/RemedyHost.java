package sevol.remedy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Protection;
import sevol.selinux.AccessDecisions;
import sevol.selinux.Booleans;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * The host that remedies are planned for and applied to.
 *
 * @param decisions the policy that is loaded
 * @param booleans its booleans
 * @param tree its files
 * @param fileContexts its file_contexts
 * @param store what was changed in the policy store
 * @param labels the labels that the policy gives containers
 * @param inventory the containers that exist
 * @param protection why a path belongs to the host; empty if it does not
 * @param storesLabels whether the mount of an object stores labels
 * @param policyRoot for example {@code /etc/selinux/default}
 */
public record RemedyHost(
    AccessDecisions decisions,
    Booleans booleans,
    FileTree tree,
    FileContextsSource fileContexts,
    PolicyStore store,
    ContainerLabels labels,
    ContainerInventory inventory,
    Function<Path, Optional<Protection>> protection,
    Predicate<FileStatus> storesLabels,
    Path policyRoot) {}
