package sevol.jna;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first bytes of a policy file: a magic number, a length, "SE Linux", a version ({@code
 * policydb_read} of libsepol). Read before libsepol sees the file, for clear messages.
 */
record PolicyHeader(Path path, int version) {
  /** {@code SELINUX_MAGIC}: a kernel policy; a module has another. */
  private static final int MAGIC = 0xf97cff8c;

  private static final byte[] TARGET = "SE Linux".getBytes(StandardCharsets.US_ASCII);
  static final int MAX_SIZE = 256 << 20; // policies in use have 1 to 10 MB

  static PolicyHeader read(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": not a regular file");
    }
    if (Files.size(path) > MAX_SIZE) {
      throw new IOException(path + ": too large for a policy");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return of(path, in.readNBytes(20));
    }
  }

  /** That of a policy that begins with these bytes; the path is for messages. */
  static PolicyHeader of(Path path, byte[] policy) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(policy).order(ByteOrder.LITTLE_ENDIAN);
    if (head.remaining() < 20
        || head.getInt(0) != MAGIC
        || head.getInt(4) != TARGET.length
        || !Arrays.equals(Arrays.copyOfRange(head.array(), 8, 16), TARGET)) {
      throw new IOException(
          path + ": not a compiled kernel policy (it is /etc/selinux/TYPE/policy/policy.NN)");
    }
    return new PolicyHeader(path, head.getInt(16));
  }

  void requireAtMost(int newest) throws IOException {
    if (version > newest) {
      throw new IOException(
          path
              + ": policy version "
              + version
              + ", but the libsepol here reads up to "
              + newest
              + "; explain where the log was written, or install a newer libsepol");
    }
  }
}
