"""The machine's disk, built once and kept outside the project."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from . import mirror

KEPT = 3


def cached(recipe):
    """The directory with base.img, spare.img, vmlinuz and initrd for the recipe (a directory)."""
    cache = Path(os.environ.get('SEVOL_LAB_CACHE') or '/var/tmp/sevol-lab')
    cache.mkdir(parents=True, exist_ok=True)
    disk = cache / key(recipe)
    with open(cache / 'lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another run may be building the same disk
        if not disk.is_dir():
            build(recipe, disk, lock)
        os.utime(disk)
        tidy(cache)
    return disk


def key(recipe):
    """A hash of all that the disk is made from."""
    digest = hashlib.sha256()
    for file in sorted(path for path in recipe.rglob('*') if path.is_file()):
        digest.update(f'{file.relative_to(recipe)} {file.stat().st_mode & 0o777:o} {file.stat().st_size}\n'.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def build(recipe, disk, lock):
    """Builds beside its final name and renames: a killed build leaves nothing that looks whole.

    The build itself holds the lock, too: where only this run was killed, the next one waits for its end.
    """
    unfinished = disk.with_suffix('.unfinished')
    remove(unfinished)
    unfinished.mkdir()
    log = unfinished / 'build.log'
    source = mirror.of_this_machine()
    print(f'building the disk (Debian 13 from {source}, about two minutes, once) in {disk}', flush=True)
    began = time.monotonic()
    with open(log, 'w') as to:
        status = subprocess.call([recipe / 'build', unfinished, source], stdin=subprocess.DEVNULL,
                                 stdout=to, stderr=subprocess.STDOUT, pass_fds=[lock.fileno()],
                                 env=dict(os.environ, APT_PROXY=proxy()))
    if status:
        tail = ''.join(log.read_text(errors='replace').splitlines(keepends=True)[-30:])
        sys.exit(f'{tail}\nsrc/lab/run: the disk could not be built (exit status {status}); all of it: {log}')
    unfinished.rename(disk)
    print(f'disk built in {time.monotonic() - began:.0f} s', flush=True)


def proxy():
    """The proxy of the machine's apt, which mmdebstrap's own apt does not know of."""
    done = subprocess.run(['apt-config', 'shell', 'P', 'Acquire::http::Proxy'], capture_output=True, text=True)
    return done.stdout.strip().removeprefix('P=').strip("'")


def tidy(cache):
    """Keeps the disks used last; what was left half built goes. Only under the lock."""
    disks = sorted((path for path in cache.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in disks:
        if path.suffix == '.unfinished' or path in disks[:-KEPT]:
            remove(path)


def remove(tree):
    """Removes a disk, or what is left of one.

    A build that was killed can leave /proc, /sys and /dev of this very machine mounted in its root:
    these are unmounted first, and what is on another file system is never removed.
    """
    if tree.exists():
        for place in mounts_below(tree):
            subprocess.run(['umount', '--lazy', place], check=True)
        subprocess.run(['rm', '-rf', '--one-file-system', '--', tree], check=True)


def mounts_below(tree):
    """Mount points below a directory, the innermost first."""
    with open('/proc/self/mountinfo', encoding='utf-8', errors='surrogateescape') as file:
        places = [re.sub(r'\\([0-7]{3})', lambda octal: chr(int(octal[1], 8)), line.split()[4]) for line in file]
    return sorted((place for place in places if place.startswith(f'{tree.resolve()}/')), key=len, reverse=True)
