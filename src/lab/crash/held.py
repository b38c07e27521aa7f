"""sevol with hold.c before its libraries: which calls a fix makes, and a fix in which one of them is fatal, or does nothing."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

SYNCS = ('fsync', 'fdatasync', 'syncfs')
LINE = re.compile(r'(\d+) (\w+)\((.*)')
SEVOL = '/usr/bin/sevol'
LIBRARY = '/usr/lib/sevol-hold.so'  # /run is noexec, and /out has not a library's label


class Call(NamedTuple):
    """The nth call of its name, and the rest of its line: the files' names."""
    name: str
    nth: int
    arguments: str

    @property
    def about(self):
        """What it changes: journal, store (of the policy, and what it installs), or labels."""
        return 'journal' if '/fixes' in self.arguments else 'store' if '/selinux' in self.arguments else 'labels'


def calls(log):
    """The calls of a log's lines, in the order in which they began."""
    counts = {}
    for line in log:
        match = LINE.match(line)
        if match and match[2] != 'held':
            name = match[2]
            counts[name] = nth = counts.get(name, 0) + 1
            yield Call(name, nth, match[3].strip())


def logged(file):
    with open(file, errors='replace') as log:
        return list(calls(log))


def start(words, log, at=None, do='', delay=None):
    """Starts sevol in a process group of its own.

    at: the call at which the thing to do is done; delay: one that begins four seconds late.
    """
    Path(log).unlink(missing_ok=True)
    more = {'LD_PRELOAD': LIBRARY, 'HOLD_LOG': str(log)}
    if at:
        more |= {'HOLD_AT': f'{at.name}:{at.nth}', 'HOLD_DO': do}
    if delay:
        more['HOLD_DELAY'] = f'{delay.name}:{delay.nth}:4'
    return subprocess.Popen([SEVOL, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            start_new_session=True, env=os.environ | more)


def ended(process, seconds=600):
    """What it said, and its status."""
    try:
        said, _ = process.communicate(timeout=seconds)  # its pipe is closed when the last child ends
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return f'no end within {seconds} s', -1
    return said, process.returncode


def reached(process, log, at, seconds=600):
    """Waits for a call; False if sevol ends without."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        over = process.poll() is not None
        if Path(log).exists() and any((call.name, call.nth) == (at.name, at.nth) for call in logged(log)):
            return True
        if over:
            return False
        time.sleep(0.05)
    return False


def sevol(*words, seconds=600):
    """Runs sevol undisturbed; gives what it said, and its status."""
    done = subprocess.run([SEVOL, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
    return done.stdout, done.returncode
