package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import sevol.remedy.RemedyException;
import sevol.selinux.BooleanValue;

/** The records of booleans.local behind a handle, and the values in the kernel. */
final class StoredBooleans {
  private final SemanageHandle store;
  private final boolean enabled;

  /**
   * Those of a store.
   *
   * @param enabled SELinux is on: a change is also one of the values in the kernel
   */
  StoredBooleans(SemanageHandle store, boolean enabled) {
    this.store = store;
    this.enabled = enabled;
  }

  /** Those with a value of their own in the store. */
  SortedMap<String, Boolean> list() throws RemedyException {
    PointerByReference records = new PointerByReference();
    IntByReference count = new IntByReference();
    store.check(
        LibSemanage.semanage_bool_list_local(store.pointer(), records, count),
        "list the local booleans");
    Pointer array = records.getValue();
    if (array == null) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Boolean> booleans = new TreeMap<>();
    for (Pointer record : array.getPointerArray(0, count.getValue())) {
      booleans.put(
          String.valueOf(CString.at(LibSemanage.semanage_bool_get_name(record))),
          LibSemanage.semanage_bool_get_value(record) != 0);
      LibSemanage.semanage_bool_free(record);
    }
    Native.free(Pointer.nativeValue(array));
    return booleans;
  }

  /** Sets the value in the store, and with the commit in the kernel. */
  void set(BooleanValue wanted) throws RemedyException {
    change(wanted, true);
  }

  /** Takes the store's own value away, and with the commit sets the one in the kernel. */
  void forget(BooleanValue from) throws RemedyException {
    change(from, false);
  }

  private void change(BooleanValue wanted, boolean keep) throws RemedyException {
    String what = "set the boolean " + wanted;
    Pointer handle = store.pointer();
    PointerByReference key = new PointerByReference();
    PointerByReference made = new PointerByReference();
    byte[] name = CString.of(wanted.name());
    store.check(LibSemanage.semanage_bool_key_create(handle, name, key), what);
    try {
      store.check(LibSemanage.semanage_bool_create(handle, made), what);
      Pointer bool = made.getValue();
      store.check(LibSemanage.semanage_bool_set_name(handle, bool, name), what);
      if (keep) {
        requireDefined(key.getValue(), wanted);
      }
      LibSemanage.semanage_bool_set_value(bool, wanted.value() ? 1 : 0);
      store.check(
          keep
              ? LibSemanage.semanage_bool_modify_local(handle, key.getValue(), bool)
              : LibSemanage.semanage_bool_del_local(handle, key.getValue()),
          what);
      if (enabled) {
        store.check(LibSemanage.semanage_bool_set_active(handle, key.getValue(), bool), what);
      }
    } finally {
      if (made.getValue() != null) {
        LibSemanage.semanage_bool_free(made.getValue());
      }
      LibSemanage.semanage_bool_key_free(key.getValue());
    }
  }

  /** The library would keep the value of a boolean that the policy does not have. */
  private void requireDefined(Pointer key, BooleanValue wanted) throws RemedyException {
    IntByReference exists = new IntByReference();
    store.check(
        LibSemanage.semanage_bool_exists(store.pointer(), key, exists),
        "look up the boolean " + wanted.name());
    if (exists.getValue() == 0) {
      throw new RemedyException("the policy has no boolean " + wanted.name());
    }
  }
}
