package sevol.app;

import java.nio.file.Path;
import sevol.selinux.FileTree;

/**
 * What the daemon needs of a host.
 *
 * @param root {@code /}, but for tests
 * @param denials the reader of log lines
 * @param judge the diagnosis
 * @param files the host's files
 */
record DaemonHost(Path root, DenialSource denials, DenialJudge judge, FileTree files) {}
