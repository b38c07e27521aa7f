package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Fields raw(String text) {
    return Fields.parse(text, false);
  }

  @Test
  void unquotedHexIsDecoded() {
    assertEquals("my dir\n", raw("name=6D79206469720A dev=\"sda\"").first("name"));
    assertEquals("\0/com/intel", raw("path=002F636F6D2F696E74656C").first("path"));
  }

  @Test
  void quotedHexIsText() {
    assertEquals("CAFE", raw("comm=\"CAFE\"").first("comm"));
  }

  @Test
  void hexOfOddLengthOrLowerCaseIsText() {
    assertEquals("5", raw("comm=5").first("comm"));
    assertEquals("fd", raw("name=fd").first("name"));
  }

  @Test
  void onlyTextThatProcessesChooseIsEncoded() {
    assertEquals("31", raw("pid=31").first("pid"));
    assertEquals("10", raw("capability=10").first("capability"));
  }

  @Test
  void interpretedValuesAreNotDecodedAgain() {
    assertEquals("CAFE", Fields.parse("comm=CAFE pid=1", true).first("comm"));
  }

  @Test
  void bytesThatAreNoUtf8BecomeReplacementCharacters() {
    assertEquals("a\ufffd", raw("name=61FF").first("name"));
  }

  @Test
  void nullIsNullAndEmptyIsEmpty() {
    assertNull(raw("name=(null) dev=x").first("name"));
    assertEquals("", raw("name=\"\" dev=x").first("name"));
    assertEquals("(null)", raw("name=\"(null)\"").first("name"));
  }

  @Test
  void blanksInInterpretedValuesSurvive() {
    Fields f = Fields.parse("comm=rs:main Q:Reg path=/memfd:a (deleted) dev=\"tmpfs\"", true);
    assertEquals("rs:main Q:Reg", f.first("comm"));
    assertEquals("/memfd:a (deleted)", f.first("path"));
    assertEquals("tmpfs", f.first("dev"));
  }

  @Test
  void fieldsInsideAQuotedNameAreText() {
    Fields f = raw("name=\"x scontext=evil\" scontext=u:r:t:s0");
    assertEquals("u:r:t:s0", f.first("scontext"));
  }

  @Test
  void lastValueIsTheKernels() {
    Fields f = Fields.parse("path=/a scontext=u:r:fake:s0 dev=\"sda\" scontext=u:r:real:s0", true);
    assertEquals("u:r:real:s0", f.last("scontext"));
  }

  @Test
  void cutOffQuotationIsReadToTheNextField() {
    assertEquals("/a/b", raw("path=\"/a/b").first("path"));
  }

  @Test
  void lostBlankAfterAQuotationIsMissed() {
    assertEquals("3", raw("comm=\"a\"pid=3").first("pid"));
  }

  @Test
  void typographicQuotesAreQuotes() {
    assertEquals("nginx", raw("comm=“nginx” pid=3").first("comm"));
  }
}
