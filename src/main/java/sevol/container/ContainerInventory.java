package sevol.container;

import java.util.List;

/** The port to the containers of a host. */
public interface ContainerInventory {
  /** Every container whose bundle is on disk now, running or not. */
  List<Container> containers();
}
