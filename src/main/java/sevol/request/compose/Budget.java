package sevol.request.compose;

import sevol.request.InvalidRequestException;

/**
 * What one project may cost: enough for any that a person writes, too little for one that is meant
 * to fill the memory.
 */
final class Budget {
  /** Files of all kinds. */
  static final int FILES = 100;

  /** Scalars, lists and maps of all files, and what merging makes of them. */
  static final int NODES = 100_000;

  /** Characters that variables bring in. */
  static final int CHARACTERS = 1 << 20;

  private int files;
  private int nodes;
  private int characters;

  /** One more file. */
  void file() throws InvalidRequestException {
    if (++files > FILES) {
      throw new InvalidRequestException("more than " + FILES + " files belong to this project");
    }
  }

  /** One more scalar, list, map or entry. */
  void node() throws InvalidRequestException {
    if (++nodes > NODES) {
      throw new InvalidRequestException(
          "more than " + NODES + " entries, counted after anchors were merged");
    }
  }

  /** Text that a variable stands for. */
  void characters(int count) throws InvalidRequestException {
    characters += count;
    if (characters > CHARACTERS) {
      throw new InvalidRequestException(
          "the variables stand for more than " + (CHARACTERS >> 20) + " MiB of text");
    }
  }
}
