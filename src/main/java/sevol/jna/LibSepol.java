package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.ptr.ShortByReference;

/**
 * libsepol by direct mapping: C names (sepol/policydb/services.h, exported since 3.4), 0 or a
 * negative number. All of it works on the one policy of the process. Buffers that it fills are the
 * caller's, to be freed by free(3).
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

  /** After a failure the process has no policy, and the other functions must not be called. */
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
}
