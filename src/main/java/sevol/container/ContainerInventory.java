package sevol.container;

import java.time.Instant;
import java.util.List;

/** The port to the containers of a host. */
public interface ContainerInventory {
  /** Every container whose bundle is on disk now, running or not. */
  List<Container> containers();

  /** Looks again now, where looks are taken from time to time; root's engines only. */
  default void refresh() {}

  /** False if the container is known to have been gone at that time. */
  default boolean mayHaveRun(Container container, Instant at) {
    return true;
  }
}
