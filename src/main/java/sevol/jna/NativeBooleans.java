package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import sevol.selinux.Booleans;

/** The booleans of the loaded policy, from selinuxfs. */
final class NativeBooleans implements Booleans {

  @Override
  public SortedMap<String, Boolean> active() {
    PointerByReference array = new PointerByReference();
    IntByReference length = new IntByReference();
    if (LibSelinux.security_get_boolean_names(array, length) != 0) {
      int errno = Errno.last();
      if (errno == Errno.ENOENT) {
        return Collections.emptySortedMap(); // a policy without booleans has no directory
      }
      throw new NativeCallException("security_get_boolean_names", "", errno);
    }
    SortedMap<String, Boolean> active = new TreeMap<>();
    Pointer names = array.getValue();
    for (Pointer owned : names.getPointerArray(0, length.getValue())) {
      String name = CString.at(owned);
      Native.free(Pointer.nativeValue(owned));
      int value = name == null ? -1 : LibSelinux.security_get_boolean_active(CString.of(name));
      if (value >= 0) {
        active.put(name, value == 1);
      }
    }
    Native.free(Pointer.nativeValue(names));
    return Collections.unmodifiableSortedMap(active);
  }
}
