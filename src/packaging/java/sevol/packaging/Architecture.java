package sevol.packaging;

/** A machine that there are packages for: JNA's native library is all that depends on it. */
enum Architecture {
  X86_64("amd64", "x86_64", "linux-x86-64"),
  AARCH64("arm64", "aarch64", "linux-aarch64");

  final String deb;
  final String rpm;
  private final String library;

  Architecture(String deb, String rpm, String library) {
    this.deb = deb;
    this.rpm = rpm;
    this.library = library;
  }

  /** Whether a path of the tree is a library of another machine. */
  boolean leavesOut(String path) {
    return path.startsWith("/usr/lib/sevol/lib/linux-") && !path.contains("/" + library);
  }
}
