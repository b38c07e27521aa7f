package sevol.request.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import sevol.request.InvalidRequestException;

/**
 * Reads the documents of one file into trees, from the parser's events: depth and number of nodes
 * are bounded, an alias is the anchored node itself, {@code <<} is merged, no object is made of a
 * tag.
 */
final class YamlReader {
  private static final int DEEPEST = 64;
  private static final String MERGE = "<<";

  /** Plain keys that YAML reads as null, a boolean or a number; compose wants names. */
  private static final String NO_NAME =
      "~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
          + "|[-+]?(\\.[0-9]+|[0-9]+\\.[0-9]*)([eE][-+]?[0-9]+)?|";

  private final Path file;
  private final Path base;
  private final @Nullable Interpolation interpolation;
  private final Budget budget;
  private final Map<String, Yaml> anchors = new HashMap<>();
  private Iterator<Event> events = List.<Event>of().iterator();
  private int line = 1;

  private YamlReader(Path file, Path base, @Nullable Interpolation interpolation, Budget budget) {
    this.file = file;
    this.base = base;
    this.interpolation = interpolation;
    this.budget = budget;
  }

  /**
   * Reads every document.
   *
   * @param base what relative paths in the file are relative to
   * @param interpolation null to leave variables as they are written
   */
  static List<Yaml> documents(
      Path file, Path base, String text, @Nullable Interpolation interpolation, Budget budget)
      throws InvalidRequestException {
    YamlReader reader = new YamlReader(file, base, interpolation, budget);
    try {
      return reader.documents(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(reader.line);
      throw new Place(file, line, base).invalid("not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      int end = Math.min(text.offsetByCodePoints(0, e.getPosition()), text.length());
      int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
      throw new Place(file, line, base).invalid("not YAML: a control character");
    } catch (YamlEngineException e) {
      throw reader.place().invalid("not YAML");
    }
  }

  private List<Yaml> documents(String text) throws InvalidRequestException {
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(Integer.MAX_VALUE).build();
    events = new Parse(settings).parseString(text).iterator();
    List<Yaml> documents = new ArrayList<>();
    while (events.hasNext()) {
      Event event = next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        anchors.clear();
        documents.add(node(next(), 0));
      }
    }
    return documents;
  }

  private Event next() {
    Event event = events.next();
    event.getStartMark().ifPresent(mark -> line = mark.getLine() + 1);
    return event;
  }

  private Place place() {
    return new Place(file, line, base);
  }

  private Yaml node(Event event, int depth) throws InvalidRequestException {
    Place place = place();
    if (depth > DEEPEST) {
      throw place.invalid("nested more than " + DEEPEST + " deep");
    }
    spend(place);
    if (event instanceof AliasEvent alias) {
      Yaml anchored = anchors.get(alias.getAlias().getValue());
      if (anchored == null) {
        throw place.invalid("an alias whose anchor is not written before it");
      }
      return anchored;
    }
    Yaml node;
    if (event instanceof ScalarEvent scalar) {
      node = text(place, scalar);
    } else if (event instanceof SequenceStartEvent start) {
      List<Yaml> items = new ArrayList<>();
      for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
        items.add(node(e, depth + 1));
      }
      node = new Yaml.Items(place, tag(start.getTag().orElse("")), items);
    } else if (event instanceof MappingStartEvent start) {
      node = new Yaml.Keys(place, tag(start.getTag().orElse("")), entries(depth));
    } else {
      throw place.invalid("not YAML");
    }
    if (event instanceof NodeEvent named) {
      named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    }
    return node;
  }

  private Map<String, Yaml> entries(int depth) throws InvalidRequestException {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    List<Yaml> merged = new ArrayList<>();
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      Place place = place();
      if (!(e instanceof ScalarEvent key)) {
        throw place.invalid("a key that is no name");
      }
      spend(place);
      boolean plain = key.getScalarStyle() == ScalarStyle.PLAIN;
      Yaml value = node(next(), depth + 1);
      if (plain && key.getValue().equals(MERGE)) {
        merged.add(value);
      } else if (plain && key.getValue().matches(NO_NAME)) {
        throw place.invalid("a key that is a number, a boolean or null; put it in quotes");
      } else if (entries.putIfAbsent(key.getValue(), value) != null) {
        throw place.invalid("the key " + Shown.name(key.getValue()) + " is given twice");
      }
    }
    for (Yaml value : merged) {
      for (Yaml from : value instanceof Yaml.Items items ? items.items() : List.of(value)) {
        if (!(from instanceof Yaml.Keys keys)) {
          throw value.place().invalid("<< takes a map or a list of maps");
        }
        for (Map.Entry<String, Yaml> entry : keys.entries().entrySet()) {
          spend(value.place());
          entries.putIfAbsent(entry.getKey(), entry.getValue());
        }
      }
    }
    return entries;
  }

  private Yaml text(Place place, ScalarEvent scalar) throws InvalidRequestException {
    TreeSet<String> unset = new TreeSet<>();
    String value = scalar.getValue();
    if (interpolation != null) {
      value = interpolation.expand(value, unset, place::invalid);
    }
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    boolean unchanged = value.equals(scalar.getValue());
    return new Yaml.Text(place, tag(scalar.getTag().orElse("")), value, plain && unchanged, unset);
  }

  private void spend(Place place) throws InvalidRequestException {
    try {
      budget.node();
    } catch (InvalidRequestException e) {
      throw place.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Yaml.Tag tag(String tag) {
    return switch (tag) {
      case "!reset" -> Yaml.Tag.RESET;
      case "!override" -> Yaml.Tag.OVERRIDE;
      default -> Yaml.Tag.NONE;
    };
  }
}
