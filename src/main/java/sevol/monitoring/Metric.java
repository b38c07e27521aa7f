package sevol.monitoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One metric, as every format takes it. Nothing in it is chosen by a container.
 *
 * @param name in snake case, with its unit; without the program's name
 * @param counter only grows, but for a restart of the daemon; false for a gauge
 * @param help one sentence without a full stop
 * @param label what its values differ by; null if there is one value
 * @param values the values
 */
record Metric(
    String name, boolean counter, String help, @Nullable String label, List<Value> values) {

  /**
   * A value.
   *
   * @param of the label's value, of few that are known beforehand; empty if there is no label
   */
  record Value(String of, long number) {}

  static Metric gauge(String name, long number, String help) {
    return new Metric(name, false, help, null, List.of(new Value("", number)));
  }

  static Metric counter(String name, long number, String help) {
    return new Metric(name + "_total", true, help, null, List.of(new Value("", number)));
  }
}
