package sevol.jna;

/** The rows of {@code debian12.txt}. */
class PolicyOfDebian12Test extends PolicyRows {
  PolicyOfDebian12Test() {
    super("debian12");
  }
}
