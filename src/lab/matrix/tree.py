"""Makes what is mounted: small trees with the labels that a row of "sources" asks for."""

import os
import shutil
import socket
import struct
import subprocess
from pathlib import Path

BASE = Path('/srv/matrix')
XATTR = 'security.selinux'
SCRIPT = b'#!/bin/sh\n'

# The smallest program: an ELF header, one segment, and exit(0).
CODE = bytes.fromhex('31ff' 'b83c000000' '0f05')
PROGRAM = (b'\x7fELF\x02\x01\x01' + bytes(9)
           + struct.pack('<HHIQQQIHHHHHH', 2, 62, 1, 0x400078, 64, 0, 0, 64, 56, 1, 0, 0, 0)
           + struct.pack('<IIQQQQQQ', 1, 5, 0, 0x400000, 0x400000, 120 + len(CODE), 120 + len(CODE), 0x1000)
           + CODE)


class Unmakeable(Exception):
    """This machine refuses to make such a source: a type that its policy has not, for one."""


def context(label):
    """user:role:type:level of a TYPE:LEVEL."""
    return label if ':object_r:' in label else f'system_u:object_r:{label}'


def label(path, text):
    if text != '-':
        try:
            os.setxattr(path, XATTR, context(text).encode() + b'\0', follow_symlinks=False)
        except OSError as e:
            raise Unmakeable(f'{text}: {e.strerror}') from e


def write(path, content):
    path.write_bytes(content)
    path.chmod(0o755)


def plain(place, links=True):
    """A tree as every probe knows it."""
    (place / 'sub').mkdir(parents=True)
    write(place / 'a.sh', SCRIPT)
    write(place / 'prog', PROGRAM)
    write(place / 'sub/b.sh', SCRIPT)
    if links:
        (place / 'link').symlink_to('a.sh')


def everything(place):
    return [place, *sorted(place.rglob('*'))]


def make(source, place):
    """Makes the source at the place, which does not exist; gives the path to mount."""
    if source.shape.startswith('path='):
        return Path(source.shape.removeprefix('path='))
    if source.fs == '-':
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    return SHAPES[source.shape](source, place)


def tree(source, place):
    plain(place, links=not source.fs.startswith('vfat'))
    for path in everything(place):
        label(path, source.label)
    return place


def odd(name):
    def make_odd(source, place):
        tree(source, place)
        label(place / name, source.other)
        return place
    return make_odd


def odd_below(source, place):
    tree(source, place)
    for path in everything(place)[1:]:
        label(path, source.other)
    return place


def odd_socket(source, place):
    tree(source, place)
    bind(place / 'socket')
    label(place / 'socket', source.other)
    return place


def bind(path):
    """A socket that nobody listens at."""
    with socket.socket(socket.AF_UNIX) as unix:
        here = os.getcwd()
        os.chdir(path.parent)  # an address is at most 107 bytes long
        unix.bind(path.name)
        os.chdir(here)


def nested(kind):
    def make_nested(source, place):
        tree(source, place)
        if kind == 'tmpfs':
            run('mount', '-t', 'tmpfs', 'matrix', place / 'sub')
        else:
            other = BASE / 'xfs/nested' / '-'.join(place.parts[-2:])
            other.mkdir(parents=True)
            run('mount', '--bind', other, place / 'sub')
        write(place / 'sub/b.sh', SCRIPT)
        label(place / 'sub/b.sh', source.other)
        label(place / 'sub', source.other)
        return place
    return make_nested


def single(maker):
    def make_single(source, place):
        maker(place)
        label(place, source.label)
        return place
    return make_single


def symlink(source, place):
    tree(source, place.with_name(place.name + '-real'))
    place.symlink_to(place.name + '-real')
    return place


def missing(source, place):
    place.mkdir()
    label(place, source.label)
    return place / 'missing'


def null_device(place):
    os.mknod(place, 0o20666, os.makedev(1, 3))
    place.chmod(0o666)


SHAPES = {
    'tree': tree,
    'odd-file': odd('sub/b.sh'),
    'odd-link': odd('link'),
    'odd-below': odd_below,
    'odd-socket': odd_socket,
    'nested-tmpfs': nested('tmpfs'),
    'nested-xfs': nested('xfs'),
    'file': single(lambda place: write(place, SCRIPT)),
    'socket': single(bind),
    'fifo': single(lambda place: os.mkfifo(place, 0o644)),
    'device': single(null_device),
    'symlink': symlink,
    'missing': missing,
    'volumes-from': tree,
}


def image(labels, place):
    """Mounts a new ext4 at the place with a tree N for the N-th label, each written as it is, valid or not."""
    work = Path('/var/tmp/matrix/image')
    shutil.rmtree(work, ignore_errors=True)
    commands = []
    for n, text in enumerate(labels):
        plain(work / 'data' / str(n))
        for path in everything(work / 'data' / str(n)):
            inside = '/' + str(path.relative_to(work / 'data'))
            commands.append(f'ea_rm {inside} {XATTR}' if text == 'none'
                            else f'ea_set {inside} {XATTR} "{context(text)}\\000"')
    (work / 'commands').write_text('\n'.join(commands) + '\n')
    disk = work / 'disk'
    with open(disk, 'wb') as file:
        file.truncate(16 << 20)
    run('mke2fs', '-q', '-t', 'ext4', '-d', work / 'data', disk)
    run('debugfs', '-w', '-f', work / 'commands', disk)
    place.mkdir(parents=True, exist_ok=True)
    run('mount', '-o', 'loop', disk, place)


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f'{command}: exit status {done.returncode}: {done.stderr}{done.stdout}')


def clear():
    """Removes what was made, and unmounts what was mounted for it."""
    mounts = [line.split()[4] for line in Path('/proc/self/mountinfo').read_text().splitlines()]
    for place in reversed(mounts):
        if place.startswith(f'{BASE}/image') or place.startswith(f'{BASE}/ext4/'):
            run('umount', place)
    for fs in BASE.iterdir():
        for child in fs.iterdir():
            if child.name != 'lost+found':
                shutil.rmtree(child)
