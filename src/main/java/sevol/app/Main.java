package sevol.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Entry point: builds the command tree, runs it, and turns every outcome into an exit status. */
public final class Main {
  private Main() {}

  /** The process's own entry. */
  public static void main(String[] args) {
    Output out = new Output(new FileOutputStream(FileDescriptor.out));
    Output err = new Output(new FileOutputStream(FileDescriptor.err));
    int code = run(args, out, err);
    Runtime.getRuntime().halt(code); // no shutdown hooks are ours; native threads need none
  }

  /**
   * Runs one command line.
   *
   * @param out where results go; a pipe closed by its reader ends the run without a word
   * @param err where messages go
   * @return 0 fine, 1 something is or would be denied, 2 usage, 3 cannot tell (also when results
   *     could not be written)
   */
  static int run(String[] args, OutputStream out, OutputStream err) {
    return run(args, out, err, new LinuxHost());
  }

  /** {@link #run(String[], OutputStream, OutputStream)} against another host than this one. */
  static int run(String[] args, OutputStream out, OutputStream err, Host host) {
    Output watched = out instanceof Output o ? o : new Output(out);
    PrintWriter outWriter = new PrintWriter(watched, false, StandardCharsets.UTF_8);
    PrintWriter errWriter = new PrintWriter(err, true, StandardCharsets.UTF_8);
    int code;
    try {
      boolean plugin = args.length > 0 && CheckSevolCommand.NAME.equals(args[0]);
      String[] rest = plugin ? Arrays.copyOfRange(args, 1, args.length) : args;
      CommandLine command = plugin ? plugin() : new Commands(host).tree(args);
      code = command.setOut(outWriter).setErr(errWriter).execute(rest);
    } catch (VirtualMachineError | LinkageError e) { // which would end in status 1: denied
      errWriter.println("sevol: " + OneLineErrors.message(e));
      code = ExitCode.UNKNOWN;
    }
    outWriter.flush();
    errWriter.flush();
    IOException failure = watched.failure;
    if (failure != null) {
      if (!"Broken pipe".equals(failure.getMessage())) {
        errWriter.println("sevol: cannot write to standard output: " + failure.getMessage());
      }
      return ExitCode.UNKNOWN;
    }
    return code;
  }

  /** The command tree, for what describes it: man pages and completion. */
  public static CommandLine commandLine() {
    return new Commands(new LinuxHost()).tree();
  }

  /** {@code check_sevol}, as its own first argument names it. */
  public static CommandLine plugin() {
    return CheckSevolCommand.commandLine(InstantSource.system());
  }

  /** Remembers the first failed write, which PrintWriter swallows. */
  private static final class Output extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException failure;

    Output(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      try {
        to.write(b, off, len);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }
}
