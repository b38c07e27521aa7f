/**
 * What a build with {@code -Pdist} runs: man pages and completion, then the packages of the tree.
 */
package sevol.packaging;
