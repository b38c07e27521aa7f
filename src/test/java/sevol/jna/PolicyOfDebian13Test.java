package sevol.jna;

/** The rows of {@code debian13.txt}. */
class PolicyOfDebian13Test extends PolicyRows {
  PolicyOfDebian13Test() {
    super("debian13");
  }
}
