package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventIdTest {
  private static EventId id(String text) {
    return EventId.parse(text, null, ZoneOffset.UTC);
  }

  @Test
  void serialHasSixtyFourBits() {
    assertEquals(3870204537L, id("1605647505.495:3870204537").serial());
  }

  @Test
  void interpretedDateIsInTheGivenZone() {
    EventId id = EventId.parse("04/23/2016 21:47:00.123:7", null, ZoneId.of("Europe/Brussels"));
    assertEquals(Instant.parse("2016-04-23T19:47:00.123Z"), id.time());
    assertEquals(7, id.serial());
  }

  @Test
  void shortYearIsOfThisCentury() {
    assertEquals(Instant.parse("2025-07-14T10:50:08.851Z"), id("07/14/25 10:50:08.851:653").time());
  }

  @Test
  void clockFromBootTellsNoTime() {
    assertNull(id("83241.927:148").time());
    assertNull(id("0.0:4").time());
  }

  @Test
  void anythingElseStaysTheId() {
    for (String text : new String[] {"..", "", "23/04/2016 21:47:00.123:7", ":", "x:y"}) {
      assertEquals(text, id(text).text());
      assertNull(id(text).time());
    }
    assertEquals(-1, id("..").serial());
    assertEquals(-1, id("1461440820.123:99999999999999999999").serial());
  }
}
