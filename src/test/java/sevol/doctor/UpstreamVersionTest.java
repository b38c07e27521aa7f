package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UpstreamVersionTest {
  @Test
  void theDistributionsPartIsCutOff() {
    assertEquals("20.10.24", UpstreamVersion.ofPackage("20.10.24+dfsg1-1+deb12u1+b2").text());
    assertEquals("27.3.1", UpstreamVersion.ofPackage("5:27.3.1-1~debian.12~bookworm").text());
    assertEquals("4.9.4", UpstreamVersion.ofPackage("4.9.4-13.el9").text());
    assertEquals("0", UpstreamVersion.ofPackage("unknown").text());
  }

  @Test
  void numbersAreComparedAsNumbers() {
    UpstreamVersion ten = new UpstreamVersion("4.10");
    assertTrue(ten.within("4.9", "5"));
    assertFalse(ten.within("4.10.1", "5"));
    assertFalse(ten.within("4.0", "4.10"), "the fixed one has it no more");
    assertTrue(ten.within("4.10.0", "4.10.0.1"));
  }
}
