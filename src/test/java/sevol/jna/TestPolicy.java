package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Compiles a policy in CIL with libsepol's own compiler, so that no binary is checked in. */
public final class TestPolicy {
  static {
    Native.register(TestPolicy.class, LibSepol.SONAME);
  }

  private TestPolicy() {}

  static native void cil_db_init(PointerByReference db);

  static native void cil_db_destroy(PointerByReference db);

  static native void cil_set_mls(Pointer db, int mls);

  static native void cil_set_policy_version(Pointer db, int version);

  static native int cil_add_file(Pointer db, byte[] name, byte[] data, long size);

  static native int cil_compile(Pointer db);

  static native int cil_build_policydb(Pointer db, PointerByReference policydb);

  static native int sepol_policydb_to_image(
      @Nullable Pointer handle, Pointer policydb, PointerByReference data, LongByReference size);

  static native void sepol_policydb_free(Pointer policydb);

  /** Compiles a resource of this package into a file. */
  public static Path compile(String resource, Path to) throws IOException {
    byte[] source;
    try (InputStream in = TestPolicy.class.getResourceAsStream(resource)) {
      source = in.readAllBytes();
    }
    PointerByReference db = new PointerByReference();
    cil_db_init(db);
    Pointer cil = db.getValue();
    cil_set_mls(cil, 1);
    cil_set_policy_version(cil, 31);
    PointerByReference policydb = new PointerByReference();
    PointerByReference data = new PointerByReference();
    LongByReference size = new LongByReference();
    check(cil_add_file(cil, CString.of(resource), source, source.length), "cil_add_file");
    check(cil_compile(cil), "cil_compile");
    check(cil_build_policydb(cil, policydb), "cil_build_policydb");
    check(sepol_policydb_to_image(null, policydb.getValue(), data, size), "to_image");
    Files.write(to, data.getValue().getByteArray(0, (int) size.getValue()));
    Native.free(Pointer.nativeValue(data.getValue()));
    sepol_policydb_free(policydb.getValue());
    cil_db_destroy(db);
    return to;
  }

  private static void check(int result, String what) throws IOException {
    if (result != 0) {
      throw new IOException(what + " failed");
    }
  }
}
