package sevol.container;

import java.nio.file.Path;

/** A host's files as the engines left them on a Debian 13 with Docker 26.1 and Podman 5.4. */
final class Fixtures {
  static final Path HOST = Path.of("src/test/resources/host").toAbsolutePath();
  static final String WEB = "7f2226b4b532144f8aca0ce93faf85b99a7d7ff7dd617f41ffb3f1ebfcb7c0f2";
  static final String RM = "c97c24be16b84387463d5b67e03f78d6dca98350fdc161085c80437e3cae7f12";
  static final String DWEB = "f2fe79050b8b00bf0db40500fa2abe9b3caa955f813e1d13e293b5fc1b983b3f";

  private Fixtures() {}
}
