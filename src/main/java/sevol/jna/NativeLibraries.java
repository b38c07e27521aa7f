package sevol.jna;

import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Which native libraries can be loaded here.
 *
 * @param sepolNewest the newest policy version that libsepol reads; null if it is missing, or older
 *     than 3.4 and lacks what is called
 */
public record NativeLibraries(boolean selinux, @Nullable Integer sepolNewest, boolean semanage) {
  /** Tries each; a missing one is no error. */
  public static NativeLibraries probe() {
    return new NativeLibraries(
        selinuxLoads(),
        loads(LibSepol.class) ? LibSepol.sepol_policy_kern_vers_max() : null,
        loads(LibSemanage.class));
  }

  private static boolean selinuxLoads() {
    try {
      NativeLibrary.getInstance(LibSelinux.SONAME);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Whether a class of native methods finds its library and every function in it. */
  private static boolean loads(Class<?> mapped) {
    try {
      Class.forName(mapped.getName());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
