package sevol.remedy;

/** Hears how far a long work is, from several threads, and may end it. */
public interface Progress {
  /** Nobody listens. */
  Progress NONE =
      new Progress() {
        @Override
        public void begins(String id) {
          // nobody listens
        }

        @Override
        public void at(String step, long done, long total) {
          // nobody listens
        }
      };

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
   * @param total objects in all, 0 if that is not known
   */
  void at(String step, long done, long total);

  /** True once somebody asked to stop; what was begun can then be taken up again. */
  default boolean stopped() {
    return false;
  }
}
