package sevol.diagnosis;

import java.util.List;

/**
 * What of a tree reaches beyond it.
 *
 * @param leaving how many symbolic links lead out of the tree, as a container would follow them
 * @param leavingExamples the first few of them: {@code PATH -> TARGET}
 * @param shared how many files have further names outside of the tree (hard links), which a relabel
 *     would change as well
 * @param sharedExamples paths of the first few of them
 * @param sharedComplete false if the tree has too many linked files to tell
 */
public record TreeLinks(
    long leaving,
    List<String> leavingExamples,
    long shared,
    List<String> sharedExamples,
    boolean sharedComplete) {
  /** Nothing. */
  public static final TreeLinks NONE = new TreeLinks(0, List.of(), 0, List.of(), true);

  public TreeLinks {
    leavingExamples = List.copyOf(leavingExamples);
    sharedExamples = List.copyOf(sharedExamples);
  }
}
