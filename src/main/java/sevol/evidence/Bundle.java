package sevol.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The files of a bundle, in memory: reading one writes nothing anywhere, whatever its entries are
 * called. It is a gzipped tar of plain files, each {@link Part} at most once.
 */
public final class Bundle {
  private final Map<Part, byte[]> parts = new EnumMap<>(Part.class);

  /** An empty one. */
  public Bundle() {}

  /**
   * Puts a part in.
   *
   * @throws IOException if it is larger than one that would be read
   */
  public void put(Part part, byte[] content) throws IOException {
    if (content.length > part.mostBytes()) {
      throw new IOException(part.file() + ": larger than " + part.mostBytes() + " bytes");
    }
    parts.put(part, content);
  }

  /** A part's content. */
  public Optional<byte[]> get(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /** Writes it; every file has this time. */
  public void write(OutputStream out, Instant time) throws IOException {
    GZIPOutputStream zip = new GZIPOutputStream(out);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(zip);
    for (Map.Entry<Part, byte[]> part : parts.entrySet()) {
      TarArchiveEntry entry = new TarArchiveEntry(part.getKey().file());
      entry.setSize(part.getValue().length);
      entry.setMode(TarArchiveEntry.DEFAULT_FILE_MODE);
      entry.setModTime(time.toEpochMilli());
      entry.setIds(0, 0);
      tar.putArchiveEntry(entry);
      tar.write(part.getValue());
      tar.closeArchiveEntry();
    }
    tar.finish();
    zip.finish();
  }

  /**
   * Reads one that anybody may have made.
   *
   * @throws IOException if it is none, or damaged, or there is anything in it that is no part
   */
  public static Bundle read(InputStream in) throws IOException {
    try {
      return readTar(new TarArchiveInputStream(new GZIPInputStream(in)));
    } catch (EOFException e) { // says nothing itself
      throw new IOException("damaged: it ends too early", e);
    } catch (RuntimeException e) { // of the library, which does not expect everything
      throw new IOException("damaged: " + e.getMessage(), e);
    }
  }

  private static Bundle readTar(TarArchiveInputStream tar) throws IOException {
    Bundle bundle = new Bundle();
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      Part part = Part.of(e.getName()).orElse(null);
      if (part == null || !e.isFile() || e.isSymbolicLink() || e.isLink()) {
        throw new IOException("no bundle of sevol collect: it holds " + e.getName());
      }
      byte[] content = tar.readNBytes(part.mostBytes() + 1);
      if (bundle.parts.containsKey(part) || content.length != e.getSize()) {
        throw new IOException("damaged: " + part.file() + " is there twice, or not whole");
      }
      bundle.put(part, content);
    }
    if (!bundle.parts.containsKey(Part.DENIALS)) {
      throw new IOException("no bundle of sevol collect: it holds no " + Part.DENIALS.file());
    }
    return bundle;
  }
}
