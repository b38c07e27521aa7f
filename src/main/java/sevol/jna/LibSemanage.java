package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libsemanage by direct mapping: C names; negative means failed, with a message to the handle's
 * callback. What a {@code _create} or {@code _query} leaves in a {@link PointerByReference} is the
 * caller's and goes back by the {@code _free} of its kind; setters copy; getters lend.
 */
final class LibSemanage {
  /** {@code SEMANAGE_CAN_WRITE}. */
  static final int CAN_WRITE = 2;

  /** {@code SEMANAGE_MSG_ERR}. */
  static final int MSG_ERR = 1;

  static {
    Native.register(LibSemanage.class, library());
  }

  private LibSemanage() {}

  /** No function used here changed between the two. */
  private static NativeLibrary library() {
    try {
      return NativeLibrary.getInstance("libsemanage.so.2");
    } catch (UnsatisfiedLinkError e) {
      return NativeLibrary.getInstance("libsemanage.so.1"); // RHEL 8
    }
  }

  static native @Nullable Pointer semanage_handle_create();

  static native void semanage_handle_destroy(Pointer handle);

  /** NULL silences the handle; by default it prints to stderr. */
  static native void semanage_msg_set_callback(
      Pointer handle, @Nullable Callback callback, @Nullable Pointer arg);

  /** Valid within the callback. */
  static native int semanage_msg_get_level(Pointer handle);

  /** 0, 1 (read) or 2 (write). */
  static native int semanage_access_check(Pointer handle);

  /** What the library puts before its paths, "" but for tests. */
  static native @Nullable Pointer semanage_root();

  static native int semanage_connect(Pointer handle);

  static native int semanage_disconnect(Pointer handle);

  static native int semanage_is_connected(Pointer handle);

  static native int semanage_begin_transaction(Pointer handle);

  /** Whether a commit loads the policy into the kernel. */
  static native void semanage_set_reload(Pointer handle, int reload);

  /** The number of the commit. */
  static native int semanage_commit(Pointer handle);

  static native int semanage_fcontext_key_create(
      Pointer handle, byte[] expr, int type, PointerByReference key);

  static native void semanage_fcontext_key_free(Pointer key);

  static native int semanage_fcontext_create(Pointer handle, PointerByReference fcontext);

  static native void semanage_fcontext_free(Pointer fcontext);

  static native int semanage_fcontext_set_expr(Pointer handle, Pointer fcontext, byte[] expr);

  static native void semanage_fcontext_set_type(Pointer fcontext, int type);

  /** A NULL context is {@code <<none>>}. */
  static native int semanage_fcontext_set_con(
      Pointer handle, Pointer fcontext, @Nullable Pointer context);

  static native @Nullable Pointer semanage_fcontext_get_con(Pointer fcontext);

  static native Pointer semanage_fcontext_get_expr(Pointer fcontext);

  static native int semanage_fcontext_get_type(Pointer fcontext);

  /** An array of records, in the order of the file; array and records are the caller's. */
  static native int semanage_fcontext_list_local(
      Pointer handle, PointerByReference records, IntByReference count);

  /** Adds, or replaces the one with the same key. */
  static native int semanage_fcontext_modify_local(Pointer handle, Pointer key, Pointer fcontext);

  static native int semanage_fcontext_del_local(Pointer handle, Pointer key);

  static native int semanage_context_from_string(
      Pointer handle, byte[] text, PointerByReference context);

  static native void semanage_context_free(Pointer context);

  /** The text is the caller's, to be freed by free(3). */
  static native int semanage_context_to_string(
      Pointer handle, Pointer context, PointerByReference text);

  static native int semanage_bool_key_create(Pointer handle, byte[] name, PointerByReference key);

  static native void semanage_bool_key_free(Pointer key);

  static native int semanage_bool_create(Pointer handle, PointerByReference made);

  static native void semanage_bool_free(Pointer bool);

  static native int semanage_bool_set_name(Pointer handle, Pointer bool, byte[] name);

  static native Pointer semanage_bool_get_name(Pointer bool);

  static native void semanage_bool_set_value(Pointer bool, int value);

  static native int semanage_bool_get_value(Pointer bool);

  /** Whether the policy defines it. */
  static native int semanage_bool_exists(Pointer handle, Pointer key, IntByReference yes);

  /** As {@link #semanage_fcontext_list_local}. */
  static native int semanage_bool_list_local(
      Pointer handle, PointerByReference records, IntByReference count);

  static native int semanage_bool_modify_local(Pointer handle, Pointer key, Pointer bool);

  /** Fine also where there is none. */
  static native int semanage_bool_del_local(Pointer handle, Pointer key);

  /** The value in the kernel, once the transaction is committed; needs SELinux on. */
  static native int semanage_bool_set_active(Pointer handle, Pointer key, Pointer bool);
}
