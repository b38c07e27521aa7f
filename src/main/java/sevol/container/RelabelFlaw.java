package sevol.container;

/** A published bug in how an engine relabels, by the go-selinux that it is built with. */
public enum RelabelFlaw {
  /** The target of a symbolic link in the tree is labelled, also outside of it (1.10.0). */
  FOLLOWS_LINKS,
  /** Nothing below a top that has its label already is touched (1.10.2 and 1.11.0). */
  STOPS_AT_TOP,
  /** Any path that begins with {@code /usr} is refused (up to 1.10.1). */
  REFUSES_USR
}
