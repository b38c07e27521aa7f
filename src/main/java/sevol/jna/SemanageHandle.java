package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.remedy.RemedyException;

/** One connection to the policy store, and the messages that libsemanage had on it. */
final class SemanageHandle implements AutoCloseable {
  private static final int MAX_MESSAGES = 8;

  /** Type of {@code semanage_msg_set_callback}, then what the format speaks of. */
  interface Message extends Callback {
    void say(
        @Nullable Pointer arg,
        Pointer handle,
        Pointer format,
        long a,
        long b,
        long c,
        long d,
        long e,
        long f);
  }

  private final Pointer handle;
  private final List<String> errors = new ArrayList<>();

  /** A field, for the library keeps the callback as long as the handle. */
  private final Message message =
      (arg, from, format, a, b, c, d, e, f) -> {
        if (LibSemanage.semanage_msg_get_level(from) == LibSemanage.MSG_ERR
            && errors.size() < MAX_MESSAGES) {
          errors.add(CMessage.format(format, a, b, c, d, e, f));
        }
      };

  private SemanageHandle(Pointer handle) {
    this.handle = handle;
    LibSemanage.semanage_msg_set_callback(handle, message, null);
  }

  static SemanageHandle connect(boolean write) throws RemedyException {
    Pointer created = LibSemanage.semanage_handle_create();
    if (created == null) {
      throw new RemedyException("libsemanage cannot read its configuration, semanage.conf");
    }
    SemanageHandle connection = new SemanageHandle(created);
    try {
      connection.connectTo(write);
      return connection;
    } catch (RemedyException e) {
      connection.close();
      throw e;
    }
  }

  private void connectTo(boolean write) throws RemedyException {
    // To who may not see the store it looks as if there were none; is_managed says no more.
    int needed = write ? LibSemanage.CAN_WRITE : 1;
    if (LibSemanage.semanage_access_check(handle) < needed
        && !(StoreSwap.mend(store()) && LibSemanage.semanage_access_check(handle) >= needed)) {
      throw failure(
          "the policy store cannot be "
              + (write ? "written" : "read")
              + ": that takes root, an installed policy and a writable /var/lib/selinux");
    }
    check(LibSemanage.semanage_connect(handle), "connect to the policy store");
  }

  /** Where the library keeps it, unless semanage.conf says otherwise. */
  static Path store() {
    String root = CString.at(LibSemanage.semanage_root());
    String policy = CString.at(LibSelinux.selinux_policy_root());
    Path stores = Path.of("/", root == null ? "" : root).resolve("var/lib/selinux");
    return policy == null ? stores : stores.resolve(Path.of("/", policy).getFileName());
  }

  void begin() throws RemedyException {
    check(
        LibSemanage.semanage_begin_transaction(handle),
        "begin a transaction (does another program change the policy?)");
  }

  /**
   * Commits.
   *
   * @param reload load the policy into the kernel, which knows nothing of file_contexts: only a
   *     changed policy needs it
   */
  void commit(boolean reload) throws RemedyException {
    LibSemanage.semanage_set_reload(handle, reload ? 1 : 0);
    check(LibSemanage.semanage_commit(handle), "commit");
  }

  /** To be handed to the library, and not kept. */
  Pointer pointer() {
    return handle;
  }

  /** Fails with the library's own messages if a result is negative. */
  void check(int result, String what) throws RemedyException {
    if (result < 0) {
      throw failure("libsemanage could not " + what);
    }
  }

  private RemedyException failure(String what) {
    return new RemedyException(errors.isEmpty() ? what : what + ": " + String.join("; ", errors));
  }

  @Override
  public void close() {
    if (LibSemanage.semanage_is_connected(handle) != 0) {
      LibSemanage.semanage_disconnect(handle); // gives up an unfinished transaction
    }
    LibSemanage.semanage_handle_destroy(handle);
  }
}
