package sevol.audit;

import java.util.regex.Pattern;

/**
 * Undoes what terminals, mail archives and exporters do to a line: colours, HTML, JSON escapes,
 * typographic blanks. A line that shows no sign of it comes back as it was, since a container may
 * choose a name that looks like markup.
 */
final class PasteCleaner {
  /** Separates the interpreted half that {@code log_format = ENRICHED} appends. */
  private static final char ENRICHMENT = '\u001d';

  private static final char ENRICHMENT_PICTURE = '\u241d';
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:span|br|p|pre|code|div|b|i|em|tt|a|td|tr|li|ul|blockquote|font)\\b[^<>]*>");

  private PasteCleaner() {}

  static String clean(String line) {
    String s = line;
    if (s.indexOf('\u001b') >= 0) {
      s = COLOUR.matcher(s).replaceAll("");
    }
    if (s.indexOf('\u00a0') >= 0) {
      s = s.replace('\u00a0', ' ');
    }
    if (s.contains("=\\\"")) {
      s = s.replace("\\\"", "\"");
    }
    if (isHtml(s)) {
      s = unescape(TAG.matcher(s).replaceAll(""));
    }
    int cut = s.indexOf(ENRICHMENT);
    cut = cut >= 0 ? cut : s.indexOf(ENRICHMENT_PICTURE);
    return cut >= 0 ? s.substring(0, cut) : s;
  }

  private static boolean isHtml(String s) {
    int start = 0;
    while (start < s.length() && s.charAt(start) <= ' ') {
      start++;
    }
    boolean tagFirst = start < s.length() && s.charAt(start) == '<' && TAG.matcher(s).find();
    return tagFirst || (s.indexOf("=\"") < 0 && (s.contains("=&quot;") || s.contains("=&#34;")));
  }

  private static String unescape(String s) {
    return s.replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
