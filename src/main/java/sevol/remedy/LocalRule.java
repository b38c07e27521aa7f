package sevol.remedy;

/**
 * A local file-context rule for any file type, as {@code semanage fcontext -lC} lists it.
 *
 * @param spec the regular expression, anchored by the library
 * @param context the context, or {@code <<none>>}
 */
public record LocalRule(String spec, String context) {}
