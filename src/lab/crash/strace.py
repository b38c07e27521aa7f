"""sevol under strace: which calls a fix makes, and a fix in which one of them is fatal, or does nothing."""

import os
import re
import signal
import subprocess
import threading
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
        if '/selinux' in self.arguments:
            return 'store'
        return 'labels' if 'xattr' in self.name or self.name == 'syncfs' else 'other'


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


def ended(process, seconds=600):
    """What it said, and its status."""
    try:
        said, _ = process.communicate(timeout=seconds)  # its pipe is closed when the last child ends
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return f'no end within {seconds} s', -1
    return said, process.returncode


def held(words, log, name, nth, kind, hold):
    """The same, until a thread's nth call of a name is done, and is of that kind (a test of a call).

    Gives the process, and the call; None if it ended before. That thread goes no further for as many
    seconds as hold says.
    """
    reader, writer = os.pipe()
    inject = [f'{name}:delay_exit={hold}000000:when={nth}'] if hold else []
    process = subprocess.Popen(command(words, f'/dev/fd/{writer}', inject), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True, pass_fds=[writer])
    os.close(writer)
    with open(log, 'w') as copy:
        lines = iter(os.fdopen(reader, errors='replace').readline, '')
        for call in calls(tee(lines, copy)):
            if call.name == name and call.nth >= nth and kind(call):
                threading.Thread(target=lambda: [line for line in lines], daemon=True).start()  # a full pipe stops it
                return process, call
    process.wait()
    return process, None


def tee(lines, copy):
    for line in lines:
        copy.write(line)
        yield line


def command(words, log, inject):
    # signals cannot be injected together with --seccomp-bpf; without it a JVM takes minutes to start
    return ['strace', '-f', '-y', '--seccomp-bpf', '-qq', '-s', '300', '-o', log, '-e', 'signal=none',
            '-e', 'trace=' + ','.join(CALLS), *[word for one in inject for word in ('-e', 'inject=' + one)], SEVOL, *map(str, words)]


def sevol(*words, seconds=600):
    """Runs sevol undisturbed; gives what it said, and its status."""
    done = subprocess.run([SEVOL, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
    return done.stdout, done.returncode
