package sevol.jna;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.selinux.AccessVector;
import sevol.selinux.DenialExplainer;
import sevol.selinux.Explanation;
import sevol.selinux.SecurityContext;

/**
 * Explains by a policy file that is opened when the first question comes and stays open until this
 * is closed; no {@link PolicyFile} can be open beside it. What failed once fails again with the
 * same message, without being tried.
 */
public final class PolicyExplainer implements DenialExplainer, AutoCloseable {
  /** The policy of the running kernel, with the booleans as they are now; root may read it. */
  public static final Path KERNEL = Path.of("/sys/fs/selinux/policy");

  private final Path path;
  private @Nullable PolicyFile policy;
  private @Nullable IOException failure;

  public PolicyExplainer(Path path) {
    this.path = path;
  }

  @Override
  public synchronized Optional<Explanation> explain(
      SecurityContext scontext, SecurityContext tcontext, AccessVector denied) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return open().explain(scontext, tcontext, denied);
    } catch (NoSuchFileException e) {
      throw failed("not found", e);
    } catch (AccessDeniedException e) {
      throw failed("not readable by this user", e);
    } catch (IOException e) {
      throw failed(null, e);
    }
  }

  private PolicyFile open() throws IOException {
    if (policy == null) {
      try {
        policy = PolicyFile.open(path);
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return policy;
  }

  private IOException failed(@Nullable String what, IOException e) {
    failure = what == null ? e : new IOException(path + ": " + what, e);
    close();
    return failure;
  }

  @Override
  public synchronized void close() {
    if (policy != null) {
      policy.close();
      policy = null;
    }
  }
}
