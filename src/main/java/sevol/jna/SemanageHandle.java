package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.RemedyException;
import sevol.selinux.BooleanValue;

/** One connection to the policy store, and the messages that libsemanage had on it. */
final class SemanageHandle implements AutoCloseable {
  /** In the order of {@code SEMANAGE_FCONTEXT_*} in semanage/fcontext_record.h. */
  private static final List<FileType> TYPES = List.of(FileType.values());

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

  /**
   * Begins a change.
   *
   * @param reload whether the kernel is to be told: it knows nothing of file_contexts
   */
  void begin(boolean reload) throws RemedyException {
    check(
        LibSemanage.semanage_begin_transaction(handle),
        "begin a transaction (does another program change the policy?)");
    LibSemanage.semanage_set_reload(handle, reload ? 1 : 0);
  }

  void commit() throws RemedyException {
    check(LibSemanage.semanage_commit(handle), "commit");
  }

  /** The local rules in the order of file_contexts.local. */
  List<LocalRule> rules() throws RemedyException {
    PointerByReference array = new PointerByReference();
    IntByReference count = new IntByReference();
    check(LibSemanage.semanage_fcontext_list_local(handle, array, count), "list the local rules");
    List<LocalRule> rules = new ArrayList<>();
    Pointer list = array.getValue();
    if (list == null) {
      return rules;
    }
    for (Pointer record : list.getPointerArray(0, count.getValue())) {
      try {
        Pointer context = LibSemanage.semanage_fcontext_get_con(record);
        rules.add(
            new LocalRule(
                String.valueOf(CString.at(LibSemanage.semanage_fcontext_get_expr(record))),
                TYPES.get(LibSemanage.semanage_fcontext_get_type(record)),
                context == null ? LocalRule.NONE : text(context)));
      } finally {
        LibSemanage.semanage_fcontext_free(record);
      }
    }
    Native.free(Pointer.nativeValue(list));
    return rules;
  }

  /** The booleans that have a value in the store. */
  SortedMap<String, Boolean> booleans() throws RemedyException {
    PointerByReference array = new PointerByReference();
    IntByReference count = new IntByReference();
    check(LibSemanage.semanage_bool_list_local(handle, array, count), "list the local booleans");
    SortedMap<String, Boolean> booleans = new TreeMap<>();
    Pointer list = array.getValue();
    if (list == null) {
      return booleans;
    }
    for (Pointer record : list.getPointerArray(0, count.getValue())) {
      booleans.put(
          String.valueOf(CString.at(LibSemanage.semanage_bool_get_name(record))),
          LibSemanage.semanage_bool_get_value(record) != 0);
      LibSemanage.semanage_bool_free(record);
    }
    Native.free(Pointer.nativeValue(list));
    return booleans;
  }

  /** Sets a boolean for good, and for now if the kernel has it: as {@code setsebool -P}. */
  void set(BooleanValue value) throws RemedyException {
    withBoolean(
        value,
        (key, record) ->
            check(LibSemanage.semanage_bool_modify_local(handle, key, record), "set " + value));
    activate(value);
  }

  /** Takes away a boolean's value in the store; the value given is the kernel's from now on. */
  void forget(BooleanValue value) throws RemedyException {
    withBoolean(
        value,
        (key, record) ->
            check(LibSemanage.semanage_bool_del_local(handle, key), "forget " + value.name()));
    activate(value);
  }

  private void activate(BooleanValue value) throws RemedyException {
    if (LibSelinux.is_selinux_enabled() == 1) {
      withBoolean(
          value,
          (key, record) ->
              check(LibSemanage.semanage_bool_set_active(handle, key, record), "set " + value));
    }
  }

  /** What is done with a boolean's key and record. */
  private interface BooleanUse {
    void with(Pointer key, Pointer record) throws RemedyException;
  }

  private void withBoolean(BooleanValue value, BooleanUse use) throws RemedyException {
    PointerByReference record = new PointerByReference();
    PointerByReference key = new PointerByReference();
    try {
      check(LibSemanage.semanage_bool_create(handle, record), "make a boolean");
      Pointer made = record.getValue();
      check(
          LibSemanage.semanage_bool_set_name(handle, made, CString.of(value.name())),
          "name a boolean");
      LibSemanage.semanage_bool_set_value(made, value.value() ? 1 : 0);
      check(LibSemanage.semanage_bool_key_extract(handle, made, key), "name a boolean");
      use.with(key.getValue(), made);
    } finally {
      if (key.getValue() != null) {
        LibSemanage.semanage_bool_key_free(key.getValue());
      }
      if (record.getValue() != null) {
        LibSemanage.semanage_bool_free(record.getValue());
      }
    }
  }

  void put(LocalRule rule) throws RemedyException {
    String what = "set the rule " + rule.spec();
    Pointer key = key(rule);
    PointerByReference fcontext = new PointerByReference();
    PointerByReference context = new PointerByReference();
    try {
      check(LibSemanage.semanage_fcontext_create(handle, fcontext), what);
      Pointer made = fcontext.getValue();
      check(LibSemanage.semanage_fcontext_set_expr(handle, made, CString.of(rule.spec())), what);
      LibSemanage.semanage_fcontext_set_type(made, TYPES.indexOf(rule.fileType()));
      if (!rule.context().equals(LocalRule.NONE)) {
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

  void remove(LocalRule rule) throws RemedyException {
    Pointer key = key(rule);
    try {
      check(LibSemanage.semanage_fcontext_del_local(handle, key), "remove the rule " + rule.spec());
    } finally {
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  private Pointer key(LocalRule rule) throws RemedyException {
    PointerByReference key = new PointerByReference();
    check(
        LibSemanage.semanage_fcontext_key_create(
            handle, CString.of(rule.spec()), TYPES.indexOf(rule.fileType()), key),
        "look up " + rule.spec());
    return key.getValue();
  }

  private String text(Pointer context) throws RemedyException {
    PointerByReference text = new PointerByReference();
    check(LibSemanage.semanage_context_to_string(handle, context, text), "read a context");
    try {
      String read = CString.at(text.getValue());
      return read == null ? LocalRule.NONE : read;
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
