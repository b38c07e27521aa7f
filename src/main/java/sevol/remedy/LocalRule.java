package sevol.remedy;

/**
 * A local file-context rule, as {@code semanage fcontext -lC} lists it.
 *
 * @param spec the regular expression, anchored by the library
 * @param fileType what kind of object it is for
 * @param context the context, or {@link #NONE}
 */
public record LocalRule(String spec, FileType fileType, String context) {
  /** The context of a rule that says: leave it as it is. */
  public static final String NONE = "<<none>>";

  /** True if both have the same key in the store; of two such rules one replaces the other. */
  public boolean sameKey(LocalRule other) {
    return spec.equals(other.spec) && fileType == other.fileType;
  }
}
