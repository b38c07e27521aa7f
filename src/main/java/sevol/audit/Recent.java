package sevol.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its eldest entry when it would hold too many. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  /** The eldest is the one that was put first. */
  public Recent(int most) {
    this.most = most;
  }

  private Recent(int most, boolean byUse) {
    super(64, 0.75f, byUse);
    this.most = most;
  }

  /** A map whose eldest entry is the one not asked for, or put, for the longest time. */
  public static <K, V> Recent<K, V> byUse(int most) {
    return new Recent<>(most, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
