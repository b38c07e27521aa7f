package sevol.remedy;

import java.util.List;
import sevol.selinux.FileContexts;

/** The port that opens file_contexts; an open one is not told of changes. */
public interface FileContextsSource {

  /** As they are now. */
  FileContexts open();

  /** As they would be with these local rules, and only these, in this order. */
  FileContexts openWith(List<LocalRule> local);
}
