"""sevol under strace: which calls a fix makes, and a fix in which one of them is fatal, or does nothing."""

import os
import re
import signal
import subprocess
from typing import NamedTuple

SYNCS = ('fsync', 'fdatasync', 'syncfs')
CALLS = ('write', 'pwrite64', 'rename', 'renameat', 'renameat2', 'unlink', 'mkdir', 'symlink',
         'setxattr', 'lsetxattr', 'fsetxattr', *SYNCS)
LINE = re.compile(r'(\d+) +(\w+)\((.*)')
SEVOL = '/usr/bin/sevol'


class Call(NamedTuple):
    """The nth call of its name by its thread, and the rest of its line: the arguments, with the files' names."""
    thread: int
    name: str
    nth: int
    arguments: str

    @property
    def about(self):
        """What it changes: journal, store (of the policy, and what it installs), labels, or nothing of a fix."""
        if '/fixes' in self.arguments:
            return 'journal'
        if 'xattr' in self.name or (self.name == 'syncfs' and '/selinux' not in self.arguments):
            return 'labels'
        return 'store' if '/selinux' in self.arguments else 'other'


def calls(log):
    """The calls of a strace -f -y log (lines) in the order in which they began."""
    counts = {}
    for line in log:
        match = LINE.match(line)
        if match:
            thread, name, arguments = int(match[1]), match[2], match[3]
            counts[thread, name] = nth = counts.get((thread, name), 0) + 1
            yield Call(thread, name, nth, arguments.strip())


def logged(file):
    with open(file, errors='replace') as log:
        return list(calls(log))


def start(words, log, *inject):
    """Starts sevol in a process group of its own. inject: what strace's inject= takes."""
    return subprocess.Popen(command(words, log, inject), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            start_new_session=True)


def followed(words):
    """The same; gives the process, and its log as it is written."""
    reader, writer = os.pipe()
    process = subprocess.Popen(command(words, f'/dev/fd/{writer}', ()), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True, pass_fds=[writer])
    os.close(writer)
    return process, os.fdopen(reader, errors='replace')


def command(words, log, inject):
    return ['strace', '-f', '-y', '--seccomp-bpf', '-qq', '-s', '300', '-o', log, '-e', 'signal=none',
            '-e', 'trace=' + ','.join(CALLS), *[word for one in inject for word in ('-e', 'inject=' + one)], SEVOL, *map(str, words)]


def ended(process, group=False, seconds=300):
    """What it said, and its status; group: what it left running is killed, too, else waited for."""
    try:
        if group:
            process.wait(seconds)
            kill(process)
        said, _ = process.communicate(timeout=seconds)  # its pipe is closed when the last child ends
    except subprocess.TimeoutExpired:
        kill(process)
        return f'no end within {seconds} s', -1
    return said, process.returncode


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def sevol(*words, seconds=300):
    """Runs sevol undisturbed; gives what it said, and its status."""
    done = subprocess.run([SEVOL, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
    return done.stdout, done.returncode
