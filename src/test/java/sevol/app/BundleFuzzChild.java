package sevol.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import sevol.evidence.Bundle;
import sevol.evidence.Part;

/**
 * Reads damaged bundles as the child of {@code sevol explain --bundle} does, one after the other: a
 * JVM for each would take days. Tells each number before it begins, and what came of it.
 */
public final class BundleFuzzChild {
  private static final int[] NUMBERS = {0, 1, -1, 0x7fffffff, 0x80000000, 0xffff, 0x10000000};

  private final byte[] whole;
  private final Random random;

  private BundleFuzzChild(byte[] whole, long seed) {
    this.whole = whole;
    this.random = new Random(seed);
  }

  /** Arguments: a good bundle, the seed, the first number, and the one after the last. */
  public static void main(String[] args) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(args[0]));
    for (int i = Integer.parseInt(args[2]); i < Integer.parseInt(args[3]); i++) {
      System.out.println("at " + i);
      byte[] damaged = new BundleFuzzChild(whole, Long.parseLong(args[1]) * 1_000_003 + i).damage();
      System.setIn(new ByteArrayInputStream(damaged));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status = Main.run(new String[] {ReadBundleCommand.NAME, "--json"}, out, err);
      String errors = err.toString(StandardCharsets.UTF_8);
      String wrong = wrong(status, out.toString(StandardCharsets.UTF_8), errors);
      System.out.println(wrong.isEmpty() ? "status " + status : "wrong " + wrong);
    }
  }

  private static String wrong(int status, String out, String err) {
    if (status != 0 && status != 1 && status != 3) {
      return "exit status " + status + ": " + err;
    }
    if (status == 3 && !err.startsWith("sevol: ")) {
      return "no reason: " + err;
    }
    if (err.contains("please report")) {
      return "not expected: " + err;
    }
    boolean plain = (out + err).chars().allMatch(c -> c == '\n' || !Character.isISOControl(c));
    return plain ? "" : "a control character gets out";
  }

  private byte[] damage() throws IOException {
    int kind = random.nextInt(10);
    if (kind == 0) {
      return damaged(whole);
    }
    if (kind < 4) {
      return zip(damaged(new GZIPInputStream(new ByteArrayInputStream(whole)).readAllBytes()));
    }
    Bundle bundle = Bundle.read(new ByteArrayInputStream(whole));
    Part part = kind < 8 ? Part.POLICY : kind == 8 ? Part.ATTRIBUTIONS : Part.DENIALS;
    bundle.put(part, damaged(bundle.get(part).orElseThrow()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bundle.write(out, Instant.EPOCH);
    return out.toByteArray();
  }

  private static byte[] zip(byte[] tar) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(tar);
    }
    return out.toByteArray();
  }

  private byte[] damaged(byte[] good) {
    byte[] bytes = good.clone();
    for (int times = 1 + random.nextInt(6); times > 0; times--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> number(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)]);
        case 3 -> number(bytes, at, random.nextInt());
        case 4 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
        default -> bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, 1 + at) : bytes;
      }
    }
    return bytes;
  }

  /** Little-endian, where a count or a length may be. */
  private static void number(byte[] bytes, int at, int value) {
    if (at + Integer.BYTES <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, Integer.reverseBytes(value));
    }
  }
}
