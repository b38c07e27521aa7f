package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libselinux by direct mapping: C names, 0 or -1 with errno unless said. Only {@code _raw}
 * functions, which mcstransd does not translate. A context in a {@link PointerByReference} is the
 * caller's and goes back by {@link #freecon}; a returned Pointer stays the library's.
 */
final class LibSelinux {
  static final String SONAME = "libselinux.so.1";

  /** {@code SELINUX_AVD_FLAGS_PERMISSIVE} in selinux/selinux.h. */
  static final int AVD_FLAGS_PERMISSIVE = 1;

  /** {@code SELINUX_CB_LOG}. */
  static final int CB_LOG = 0;

  /**
   * Whether several threads may look things up in one handle: since 3.4, whose own parallel
   * relabelling (selinux_restorecon(3)) does.
   */
  static final boolean SHARED_LOOKUPS;

  static {
    Native.register(LibSelinux.class, SONAME);
    SHARED_LOOKUPS = has("selinux_restorecon_parallel");
  }

  private LibSelinux() {}

  private static boolean has(String function) {
    try {
      NativeLibrary.getInstance(SONAME).getFunction(function);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** 1 or 0. */
  static native int is_selinux_enabled();

  /** 1 enforcing, 0 permissive, -1. */
  static native int security_getenforce();

  static native @Nullable Pointer selinux_policy_root();

  static native int selinux_set_policy_root(byte[] directory);

  static native @Nullable Pointer selinux_file_context_path();

  static native int getcon_raw(PointerByReference context);

  static native int getpidcon_raw(int pid, PointerByReference context);

  static native void freecon(Pointer context);

  /** 0 if unknown. */
  static native short string_to_security_class(byte[] name);

  /** 0 if unknown. */
  static native int string_to_av_perm(short tclass, byte[] name);

  /** Forgets the numbers of classes and permissions, which a new policy may change. */
  static native void selinux_flush_class_cache();

  /** Fills allowed, decided, auditallow, auditdeny, seqno, flags. */
  static native int security_compute_av_flags_raw(
      byte[] scon, byte[] tcon, short tclass, int requested, int[] avd);

  static native int security_compute_create_raw(
      byte[] scon, byte[] tcon, short tclass, PointerByReference newcon);

  static native int security_canonicalize_context_raw(byte[] con, PointerByReference canonical);

  /** An array of names; each of them and the array are the caller's, to be freed by free(3). */
  static native int security_get_boolean_names(PointerByReference names, IntByReference length);

  /** The value, or -1. */
  static native int security_get_boolean_active(byte[] name);

  /** Backend 0 reads file_contexts; without options it does not validate. NULL with errno. */
  static native @Nullable Pointer selabel_open(int backend, @Nullable Pointer options, int count);

  /** The context, which is the caller's, goes where {@code con} points to. */
  static native int selabel_lookup_raw(Pointer handle, Pointer con, byte[] path, int mode);

  static native void selabel_close(Pointer handle);

  /**
   * The second parameter is a union of function pointers, which both ABIs pass as a pointer is
   * passed. The library keeps it: the caller must keep the callback reachable.
   */
  static native void selinux_set_callback(int type, Callback callback);

  /** The context that a call left behind, freed. */
  static @Nullable String takeContext(PointerByReference context) {
    Pointer owned = context.getValue();
    if (owned == null) {
      return null;
    }
    try {
      return CString.at(owned);
    } finally {
      freecon(owned);
    }
  }
}
