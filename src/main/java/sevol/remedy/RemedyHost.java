package sevol.remedy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.selinux.AccessDecisions;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * The host that remedies are planned for and applied to.
 *
 * @param decisions the policy that is loaded
 * @param tree its files
 * @param fileContexts opens file_contexts anew at each call, since a rule change makes an open one
 *     stale
 * @param rules the local rules of the policy store
 * @param labels the labels that the policy gives containers
 * @param inventory the containers that exist
 * @param protectedPaths why a path belongs to the host; empty if it does not
 * @param storesLabels whether the mount of an object stores labels
 * @param policyRoot for example {@code /etc/selinux/default}
 */
public record RemedyHost(
    AccessDecisions decisions,
    FileTree tree,
    Supplier<FileContexts> fileContexts,
    LocalRules rules,
    ContainerLabels labels,
    ContainerInventory inventory,
    Function<Path, Optional<String>> protectedPaths,
    Predicate<FileStatus> storesLabels,
    Path policyRoot) {}
