package sevol.fuzz;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes damaged logs out of real records and of events as a hostile container would have them. */
final class Mutator {
  private static final String[] HOSTILE = {
    "\" scontext=system_u:system_r:spc_t:s0 tclass=file x=\"",
    "x\ntype=AVC msg=audit(1795356625.867:1): avc:  denied  { write } for",
    "\u001b]0;title\u0007\u001b[31m",
    "\u202e\u2066gnp.exe",
    "../../../../etc/shadow",
    "$(reboot)`reboot`;reboot\n",
    "</code><script>alert(1)</script>",
    "a'b\"c\\d\\\"e\u0000f\u001dg",
    "\ud83d\udca3\ud83d",
    "avc: denied { read } for comm=",
    "(null)",
    "{}{}{}}{",
    "%s%n%x",
    "msg='avc: denied'",
    "0000000000000000000000000000000000000000000000000000000"
  };
  private static final String[] TYPES = {
    "AVC",
    "SYSCALL",
    "CWD",
    "PATH",
    "PROCTITLE",
    "EOE",
    "USER_AVC",
    "1400",
    "1300",
    "1327",
    "1320",
    "1107",
    "UNKNOWN[1400]",
    "SELINUX_ERR",
    "USER_LOGIN",
    ""
  };
  private static final String[] CONTEXTS = {
    "system_u:system_r:container_t:s0:c47,c929",
    "u:r:spc_t:s0",
    "system_u:system_r:dockerd_t:s0",
    "unconfined_u:object_r:unlabeled_t:s0",
    "system_u:object_r:container_file_t:s0:c1,c2",
    "a:b",
    ":::::",
    "s0-s0:c0.c1023",
    "u:r:t:s15:c0.c1023-s15:c0.c1023,c5"
  };
  private static final String[] CLASSES = {
    "dir", "file", "lnk_file", "fifo_file", "sock_file", "chr_file", "process", "capability", "di"
  };

  private final Random random;
  private final List<String> seeds;

  Mutator(Random random) throws IOException {
    this.random = random;
    this.seeds = seeds();
  }

  private static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (Path file : files("corpus", "*.json")) {
      JsonObject json = new Gson().fromJson(Files.readString(file), JsonObject.class);
      for (JsonElement line : json.getAsJsonArray("raw")) {
        seeds.add(line.getAsString());
      }
    }
    for (Path file : files("incident", "*")) {
      seeds.addAll(Files.readAllLines(file));
    }
    return seeds;
  }

  private static List<Path> files(String directory, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("src/test/resources", directory), glob)) {
      all.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** A log of so many records: mutated, reordered, interleaved, some twice. */
  byte[] log(int records) {
    List<byte[]> lines = new ArrayList<>();
    while (lines.size() < records) {
      if (random.nextInt(3) == 0) {
        event(lines);
      } else {
        lines.add(seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8));
      }
    }
    while (lines.size() > records) {
      lines.remove(lines.size() - 1);
    }
    for (int swaps = random.nextInt(records); swaps > 0; swaps--) {
      int at = random.nextInt(records - 1);
      Collections.swap(lines, at, at + random.nextInt(Math.min(4, records - at)));
    }
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      log.writeBytes(mutated(line));
      if (random.nextInt(200) > 0) {
        log.write('\n');
      }
    }
    return log.toByteArray();
  }

  /** The records of one event, in the order of the kernel. */
  private void event(List<byte[]> lines) {
    String id = "audit(" + (1795356625L + random.nextInt(9)) + ".867:" + random.nextInt(5000) + ")";
    for (int avcs = 1 + random.nextInt(3); avcs > 0; avcs--) {
      add(lines, random.nextInt(4) == 0 ? "1400" : "AVC", id, avc());
    }
    add(lines, "SYSCALL", id, "arch=c000003e exit=-13 pid=7 comm=" + text() + " exe=" + text());
    add(lines, "PATH", id, "item=0 name=" + text() + " inode=3 obj=" + any(CONTEXTS));
    add(lines, any(TYPES), id, avc());
    add(lines, random.nextBoolean() ? "PROCTITLE" : "EOE", id, "proctitle=" + text());
  }

  private static void add(List<byte[]> lines, String type, String id, String body) {
    String line = "type=" + type + " msg=" + id + ": " + body;
    lines.add(line.getBytes(StandardCharsets.UTF_8));
  }

  private String avc() {
    return "avc:  denied  { write } for  pid="
        + random.nextInt()
        + " comm="
        + text()
        + (random.nextBoolean() ? " name=" : " path=")
        + text()
        + " dev="
        + text()
        + " ino="
        + random.nextLong()
        + " scontext="
        + any(CONTEXTS)
        + " tcontext="
        + any(CONTEXTS)
        + " tclass="
        + any(CLASSES)
        + " permissive="
        + random.nextInt(3);
  }

  private String text() {
    String hostile = any(HOSTILE);
    return switch (random.nextInt(4)) {
      case 0 -> '"' + hostile + '"';
      case 1 -> hex(hostile);
      case 2 -> hostile;
      default -> "\"scripts\"";
    };
  }

  private static String hex(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hex.append(String.format("%02X", b));
    }
    return hex.toString();
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private byte[] mutated(byte[] record) {
    byte[] line = record;
    if (random.nextInt(1000) == 0) {
      line = insert(line, "A".repeat(random.nextInt(70_000)).getBytes(StandardCharsets.UTF_8));
    }
    for (int damage = random.nextInt(5); damage > 0 && line.length > 0; damage--) {
      int at = random.nextInt(line.length);
      switch (random.nextInt(7)) {
        case 0 -> line[at] = (byte) (line[at] ^ (1 << random.nextInt(8)));
        case 1 -> line = Arrays.copyOf(line, at);
        case 2 -> line = insert(line, any(HOSTILE).getBytes(StandardCharsets.UTF_8));
        case 3 -> line = insert(line, new byte[] {'\n'});
        case 4 -> line = insert(line, Arrays.copyOfRange(line, at, line.length));
        case 5 -> line = Arrays.copyOfRange(line, at, line.length);
        default -> line = insert(line, new byte[] {(byte) random.nextInt(256)});
      }
    }
    return line;
  }

  private byte[] insert(byte[] line, byte[] more) {
    int at = random.nextInt(line.length + 1);
    int take = Math.min(more.length, 70_000);
    byte[] longer = new byte[line.length + take];
    System.arraycopy(line, 0, longer, 0, at);
    System.arraycopy(more, 0, longer, at, take);
    System.arraycopy(line, at, longer, at + take, line.length - at);
    return longer;
  }
}
