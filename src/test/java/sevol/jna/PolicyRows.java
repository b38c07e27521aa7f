package sevol.jna;

import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of a table, asked of the policy that it speaks of. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PolicyRows {
  private final String release;
  private RealPolicy real;

  PolicyRows(String release) {
    this.release = release;
  }

  @BeforeAll
  void open() throws IOException {
    real = RealPolicy.open(release);
  }

  @AfterAll
  void close() {
    if (real != null) {
      real.close();
    }
  }

  Stream<String> rows() {
    return PermissionSets.rows(release + ".txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void policySaysWhatTheRowSays(String row) throws IOException {
    PolicyRow.of(row).check(real);
  }
}
