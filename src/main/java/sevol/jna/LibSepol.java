package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.ptr.ShortByReference;
import org.jspecify.annotations.Nullable;

/**
 * libsepol by direct mapping: C names, 0 or a negative number. What is asked (functions of
 * sepol/policydb/services.h, exported since 3.4) is the one policy of the process; other functions
 * work on a {@code sepol_policydb_t}, which cannot be asked. Buffers that it fills are the
 * caller's, to be freed by free(3). A handle of null takes {@link #sepol_debug}'s.
 */
final class LibSepol {
  static final String SONAME = "libsepol.so.2";

  // SEPOL_COMPUTEAV_*
  static final int CONSTRAINT = 2;
  static final int RBAC = 4;
  static final int BOUNDS = 8;

  static {
    Native.register(LibSepol.class, SONAME);
  }

  private LibSepol() {}

  /** Whether the library prints its own messages to stderr. */
  static native void sepol_debug(int on);

  /** The newest version of a kernel policy that it can read. */
  static native int sepol_policy_kern_vers_max();

  /**
   * After a failure the process has no policy, and the other functions must not be called. The
   * memory of a kernel policy that was set before is lost: the library takes it for unset.
   */
  static native int sepol_set_policydb_from_file(Pointer file);

  static native int sepol_context_to_sid(byte[] context, long length, IntByReference sid);

  static native int sepol_sid_to_context(
      int sid, PointerByReference context, LongByReference length);

  static native int sepol_string_to_security_class(byte[] name, ShortByReference tclass);

  static native int sepol_string_to_av_perm(short tclass, byte[] name, IntByReference av);

  /** Fills allowed, decided, auditallow, auditdeny, seqno. */
  static native int sepol_compute_av_reason_buffer(
      int ssid,
      int tsid,
      short tclass,
      int requested,
      int[] avd,
      IntByReference reason,
      PointerByReference text,
      int flags);

  static native int sepol_policydb_create(PointerByReference policydb);

  static native void sepol_policydb_free(Pointer policydb);

  static native int sepol_policydb_from_image(
      @Nullable Pointer handle, Pointer data, long size, Pointer policydb);

  static native int sepol_policydb_to_image(
      @Nullable Pointer handle, Pointer policydb, PointerByReference data, LongByReference size);

  /** Writes a kernel policy as CIL to a {@code FILE}. */
  static native int sepol_kernel_policydb_to_cil(Pointer file, Pointer policydb);

  static native int sepol_bool_iterate(
      @Nullable Pointer handle,
      Pointer policydb,
      PolicyImage.EachBoolean each,
      @Nullable Pointer arg);

  /** The name stays the record's. */
  static native @Nullable Pointer sepol_bool_get_name(Pointer bool);

  static native int sepol_bool_get_value(Pointer bool);

  static native int sepol_bool_create(@Nullable Pointer handle, PointerByReference bool);

  static native void sepol_bool_set_value(Pointer bool, int value);

  /** NULL is allowed. */
  static native void sepol_bool_free(@Nullable Pointer bool);

  static native int sepol_bool_key_create(
      @Nullable Pointer handle, byte[] name, PointerByReference key);

  static native void sepol_bool_key_free(@Nullable Pointer key);

  /** Sets the value and puts the rules that depend on it in or out of force. */
  static native int sepol_bool_set(
      @Nullable Pointer handle, Pointer policydb, Pointer key, Pointer bool);

  /** Frees what the library left in the reference. */
  static void free(PointerByReference buffer) {
    Pointer owned = buffer.getValue();
    if (owned != null) {
      Native.free(Pointer.nativeValue(owned));
      buffer.setValue(null);
    }
  }
}
