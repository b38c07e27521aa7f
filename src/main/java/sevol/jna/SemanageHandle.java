package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.RemedyException;

/** One connection to the policy store, and the messages that libsemanage had on it. */
final class SemanageHandle implements AutoCloseable {
  static final String NONE = "<<none>>";
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
    if (LibSemanage.semanage_access_check(handle) < (write ? LibSemanage.CAN_WRITE : 1)) {
      throw failure(
          "the policy store cannot be "
              + (write ? "written" : "read")
              + ": that takes root, an installed policy and a writable /var/lib/selinux");
    }
    check(LibSemanage.semanage_connect(handle), "connect to the policy store");
  }

  void begin() throws RemedyException {
    check(
        LibSemanage.semanage_begin_transaction(handle),
        "begin a transaction (does another program change the policy?)");
    // The kernel knows nothing of file_contexts: only a change of policy needs a reload.
    LibSemanage.semanage_set_reload(handle, 0);
  }

  void commit() throws RemedyException {
    check(LibSemanage.semanage_commit(handle), "commit");
  }

  Optional<LocalRule> find(String spec) throws RemedyException {
    Pointer key = key(spec);
    PointerByReference found = new PointerByReference();
    try {
      IntByReference exists = new IntByReference();
      check(LibSemanage.semanage_fcontext_exists_local(handle, key, exists), "look up " + spec);
      if (exists.getValue() == 0) {
        return Optional.empty();
      }
      check(LibSemanage.semanage_fcontext_query_local(handle, key, found), "look up " + spec);
      Pointer context = LibSemanage.semanage_fcontext_get_con(found.getValue());
      return Optional.of(new LocalRule(spec, FileType.ANY, context == null ? NONE : text(context)));
    } finally {
      if (found.getValue() != null) {
        LibSemanage.semanage_fcontext_free(found.getValue());
      }
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  void put(LocalRule rule) throws RemedyException {
    String what = "set the rule " + rule.spec();
    Pointer key = key(rule.spec());
    PointerByReference fcontext = new PointerByReference();
    PointerByReference context = new PointerByReference();
    try {
      check(LibSemanage.semanage_fcontext_create(handle, fcontext), what);
      Pointer made = fcontext.getValue();
      check(LibSemanage.semanage_fcontext_set_expr(handle, made, CString.of(rule.spec())), what);
      LibSemanage.semanage_fcontext_set_type(made, LibSemanage.FCONTEXT_ALL);
      if (!rule.context().equals(NONE)) {
        check(
            LibSemanage.semanage_context_from_string(handle, CString.of(rule.context()), context),
            what);
      }
      check(LibSemanage.semanage_fcontext_set_con(handle, made, context.getValue()), what);
      check(LibSemanage.semanage_fcontext_modify_local(handle, key, made), what);
    } finally {
      if (context.getValue() != null) {
        LibSemanage.semanage_context_free(context.getValue());
      }
      if (fcontext.getValue() != null) {
        LibSemanage.semanage_fcontext_free(fcontext.getValue());
      }
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  void remove(String spec) throws RemedyException {
    Pointer key = key(spec);
    try {
      check(LibSemanage.semanage_fcontext_del_local(handle, key), "remove the rule " + spec);
    } finally {
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  private Pointer key(String spec) throws RemedyException {
    PointerByReference key = new PointerByReference();
    check(
        LibSemanage.semanage_fcontext_key_create(
            handle, CString.of(spec), LibSemanage.FCONTEXT_ALL, key),
        "look up " + spec);
    return key.getValue();
  }

  private String text(Pointer context) throws RemedyException {
    PointerByReference text = new PointerByReference();
    check(LibSemanage.semanage_context_to_string(handle, context, text), "read a context");
    try {
      String read = CString.at(text.getValue());
      return read == null ? NONE : read;
    } finally {
      Native.free(Pointer.nativeValue(text.getValue()));
    }
  }

  private void check(int result, String what) throws RemedyException {
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
