package sevol.remedy;

/** Hears how far a long work is. */
public interface Progress {
  /**
   * A fix begins to change things.
   *
   * @param id what it can be undone by, however it ends
   */
  void begins(String id);

  /**
   * Called after each object; must be cheap.
   *
   * @param step what is being done, as a present participle: {@code relabelling}
   * @param done objects so far
   */
  void at(String step, long done);
}
