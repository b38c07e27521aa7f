package sevol.remedy;

/**
 * A local rule and the tree that it was made for.
 *
 * @param rule the rule
 * @param path the tree's root on the host, as it is to be relabelled; an equivalence of
 *     file_contexts may make the rule's own path another one
 */
public record PlacedRule(LocalRule rule, String path) {}
