package sevol.app;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.Outcome;
import sevol.ledger.Sample;
import sevol.ledger.SeenMount;
import sevol.ledger.Sighting;
import sevol.preflight.Forecast;

/**
 * Enters into the ledger what each container that appears will be denied without a record; of the
 * rest the log will tell.
 */
final class Forecasts implements Consumer<Container> {
  private final Function<Container, List<Forecast>> check;
  private final Ledger ledger;
  private final IncidentOutput output;
  private final Clock clock;

  Forecasts(
      Function<Container, List<Forecast>> check,
      Ledger ledger,
      IncidentOutput output,
      Clock clock) {
    this.check = check;
    this.ledger = ledger;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public void accept(Container container) {
    check.apply(container).stream().filter(Forecast::silent).forEach(this::enter);
  }

  private void enter(Forecast forecast) {
    BindMount mount = forecast.mount();
    IncidentKey key =
        new IncidentKey(
            mount.source().toString(),
            forecast.diagnosis().cause(),
            forecast.tclass(),
            forecast.process().type());
    Outcome outcome = ledger.predict(key, sighting(forecast));
    if (outcome.change() != Outcome.Change.KNOWN) {
      output.predicted(outcome.incident());
    }
  }

  private Sighting sighting(Forecast forecast) {
    BindMount mount = forecast.mount();
    return new Sighting(
        clock.instant(),
        true,
        0,
        forecast.perms(),
        List.of(IncidentBook.name(forecast.container())),
        false,
        new Sample(
            null,
            null,
            null,
            null,
            null,
            forecast.example(),
            null,
            null,
            null,
            forecast.process().toString(),
            text(forecast.label())),
        new SeenMount(mount.source().toString(), mount.destination().toString(), mount.readOnly()),
        forecast.diagnosis().reason(),
        forecast.advice());
  }

  private static @Nullable String text(@Nullable Object value) {
    return Objects.toString(value, null);
  }
}
