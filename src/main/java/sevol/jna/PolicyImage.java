package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a policy file, read once, which can be made the policy of the process with some of
 * its booleans flipped. For that libsepol keeps a second copy, made when it is first needed.
 */
final class PolicyImage implements AutoCloseable {
  /**
   * Bytes of policies that one process loads with flipped booleans; libsepol loses about three
   * times as much memory.
   */
  private static final long MAX_LOADED = 128L << 20;

  private static long loaded;

  /** {@code int (*fn)(const sepol_bool_t *, void *)}: a negative number ends with an error. */
  interface EachBoolean extends Callback {
    int call(Pointer bool, @Nullable Pointer arg);
  }

  private final Path path;
  private final Memory bytes;
  private @Nullable Pointer policydb;
  private SortedMap<String, Boolean> booleans = Collections.emptySortedMap();
  private @Nullable ConditionalRules rules;

  private PolicyImage(Path path, Memory bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Reads the whole file, {@code /sys/fs/selinux/policy} too, which only one process can have open.
   *
   * @throws IOException if it is no kernel policy, of a version that the installed libsepol does
   *     not know, or libsepol is missing or older than 3.4
   */
  static PolicyImage read(Path path) throws IOException {
    require(PolicyHeader.read(path));
    try (InputStream in = Files.newInputStream(path)) {
      return of(path, in.readNBytes(PolicyHeader.MAX_SIZE));
    }
  }

  /**
   * The same of bytes that are in memory already.
   *
   * @param name for messages
   */
  static PolicyImage read(Path name, byte[] all) throws IOException {
    require(PolicyHeader.of(name, all));
    return of(name, all);
  }

  private static void require(PolicyHeader header) throws IOException {
    try {
      LibSepol.sepol_debug(0); // it would print to stderr
    } catch (LinkageError e) {
      throw new IOException(
          header.path()
              + ": cannot be read without "
              + LibSepol.SONAME
              + " of version 3.4 or later",
          e);
    }
    header.requireAtMost(LibSepol.sepol_policy_kern_vers_max());
  }

  private static PolicyImage of(Path path, byte[] all) {
    Memory bytes = new Memory(Math.max(1, all.length));
    bytes.write(0, all, 0, all.length);
    return new PolicyImage(path, bytes);
  }

  /** Makes the policy as it was read the one of the process. After an exception there is none. */
  void load() throws IOException {
    load(bytes, bytes.size());
  }

  /** As {@link #load()}, but with the other value of these booleans. */
  void load(List<String> flipped) throws IOException {
    Pointer db = policydb();
    PointerByReference image = new PointerByReference();
    LongByReference size = new LongByReference();
    try {
      for (String name : flipped) {
        set(db, name, !booleans.getOrDefault(name, false));
      }
      check(LibSepol.sepol_policydb_to_image(null, db, image, size), "sepol_policydb_to_image");
      load(image.getValue(), size.getValue());
    } finally {
      LibSepol.free(image);
      for (String name : flipped) {
        set(db, name, booleans.getOrDefault(name, false));
      }
    }
  }

  private void load(Pointer image, long size) throws IOException {
    Pointer file = LibC.fmemopen(image, size, CString.of("r"));
    if (file == null) {
      throw Errno.exception(Errno.last(), path.toString());
    }
    try {
      loaded += size;
      if (LibSepol.sepol_set_policydb_from_file(file) != 0) {
        throw new IOException(path + ": damaged, libsepol cannot read it");
      }
    } finally {
      LibC.fclose(file);
    }
  }

  /** Every boolean with the value that the file was written with. */
  SortedMap<String, Boolean> booleans() throws IOException {
    policydb();
    return Collections.unmodifiableSortedMap(booleans);
  }

  /** The rules behind booleans; reading them takes half a second. */
  ConditionalRules rules() throws IOException {
    if (rules == null) {
      Pointer db = policydb();
      PointerByReference text = new PointerByReference();
      LongByReference size = new LongByReference();
      Pointer file = LibC.open_memstream(text, size);
      if (file == null) {
        throw Errno.exception(Errno.last(), path.toString());
      }
      try {
        int result = LibSepol.sepol_kernel_policydb_to_cil(file, db);
        LibC.fclose(file);
        check(result, "sepol_kernel_policydb_to_cil");
        if (size.getValue() > PolicyHeader.MAX_SIZE) {
          throw new IOException(path + ": too large for a policy");
        }
        byte[] cil = text.getValue().getByteArray(0, (int) size.getValue());
        rules =
            ConditionalRules.parse(
                new BufferedReader(
                    new InputStreamReader(new ByteArrayInputStream(cil), StandardCharsets.UTF_8)));
      } finally {
        LibSepol.free(text);
      }
    }
    return rules;
  }

  /** Whether this process may load the policy once more with flipped booleans. */
  boolean mayLoadFlipped() {
    return loaded + bytes.size() <= MAX_LOADED;
  }

  private Pointer policydb() throws IOException {
    Pointer db = policydb;
    if (db == null) {
      PointerByReference created = new PointerByReference();
      check(LibSepol.sepol_policydb_create(created), "sepol_policydb_create");
      db = created.getValue();
      // a failure has already emptied it, and emptying it again is not safe: leave it
      check(
          LibSepol.sepol_policydb_from_image(null, bytes, bytes.size(), db),
          "sepol_policydb_from_image");
      policydb = db;
      booleans = booleansOf(db);
    }
    return db;
  }

  private SortedMap<String, Boolean> booleansOf(Pointer db) throws IOException {
    SortedMap<String, Boolean> values = new TreeMap<>();
    EachBoolean each =
        (bool, arg) -> {
          String name = CString.at(LibSepol.sepol_bool_get_name(bool));
          if (name != null) {
            values.put(name, LibSepol.sepol_bool_get_value(bool) != 0);
          }
          return 0;
        };
    check(LibSepol.sepol_bool_iterate(null, db, each, null), "sepol_bool_iterate");
    return values;
  }

  private void set(Pointer db, String name, boolean value) throws IOException {
    PointerByReference key = new PointerByReference();
    PointerByReference bool = new PointerByReference();
    check(LibSepol.sepol_bool_key_create(null, CString.of(name), key), "sepol_bool_key_create");
    try {
      check(LibSepol.sepol_bool_create(null, bool), "sepol_bool_create");
      LibSepol.sepol_bool_set_value(bool.getValue(), value ? 1 : 0);
      check(LibSepol.sepol_bool_set(null, db, key.getValue(), bool.getValue()), "sepol_bool_set");
    } finally {
      LibSepol.sepol_bool_free(bool.getValue());
      LibSepol.sepol_bool_key_free(key.getValue());
    }
  }

  private void check(int result, String function) throws IOException {
    if (result < 0) {
      throw new IOException(path + ": " + function + " failed");
    }
  }

  @Override
  public void close() {
    if (policydb != null) {
      LibSepol.sepol_policydb_free(policydb);
      policydb = null;
    }
  }
}
