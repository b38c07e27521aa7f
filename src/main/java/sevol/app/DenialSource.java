package sevol.app;

import java.util.List;
import sevol.selinux.Denial;

/** Lines of an audit log into denials. */
interface DenialSource {
  /** Takes the next line; gives the denials that are complete now. */
  List<Denial> accept(String line);

  /** Gives what would wait for further records: none come. */
  List<Denial> flush();
}
