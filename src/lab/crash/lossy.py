"""A disk in memory whose writes are logged, with a file system each for sevol's state, the tree, the policy
store, and what is installed of it.

All lie on one device, so that the log has one order for all. Nothing but device-mapper knows of it: the file
systems, and their device numbers, stay the same whether their disk is logged, plain, or a copy after a power cut.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from crash import logwrites

RUN = Path('/run/crash')
MIB = 1 << 20
EXT4 = ('mke2fs', '-q', '-t', 'ext4', '-b', '4096', '-I', '256', '-E', 'nodiscard,lazy_itable_init=0,lazy_journal_init=0')
# vfat stores no labels
CONTEXTS = {'state': 'system_u:object_r:var_lib_t:s0', 'host': 'system_u:object_r:selinux_config_t:s0'}
VFAT = ('mkfs.vfat',)
FLUSH_BUFFERS = 0x1261  # BLKFLSBUF of linux/fs.h
PARTS = {'state': 24, 'tree': 24, 'store': 160, 'host': 64}  # MiB
LOG = 1200 * MIB
SECTORS = sum(PARTS.values()) * MIB // 512
PLACES = {'state': RUN / 'state', 'tree': Path('/srv/crash'), 'store': Path('/var/lib/selinux'),
          'host': Path('/etc/selinux/default')}


class Lossy:
    """The disk; data is what it holds, base what every run begins with, log what was written.

    kind: of the file systems of the journals, and of what is installed. On vfat a file that is synced may lie in a
    directory that has no name yet, as fsync(2) warns, and nothing comes to the disk in the order in which it was done;
    on ext4 it does.
    """

    def __init__(self, kind='ext4'):
        self.kind = kind
        if kind == 'vfat':
            run('sysctl', '-q', 'vm.dirty_expire_centisecs=30000')  # it has no option for it
        RUN.mkdir(exist_ok=True)
        run('mount', '-t', 'tmpfs', '-o', 'size=2600m', 'crash', RUN)
        self.loops = {name: self.loop(name, size) for name, size in (
            ('data', SECTORS * 512), ('stable', SECTORS * 512), ('log', LOG), ('lost', 64 * MIB))}
        self.plain = f'0 {SECTORS} linear {self.loops["data"]} 0'
        for module in ('dm-log-writes', 'dm-snapshot'):
            run('modprobe', module)
        run('dmsetup', 'create', 'crash-disk', '--table', self.plain)
        at = 0
        for name, size in PARTS.items():
            sectors = size * MIB // 512
            run('dmsetup', 'create', f'crash-{name}', '--table', f'0 {sectors} linear /dev/mapper/crash-disk {at}')
            run(*(VFAT if self.of(name) == 'vfat' else EXT4), f'/dev/mapper/crash-{name}')
            at += sectors

    def of(self, name):
        return self.kind if name in CONTEXTS else 'ext4'

    @staticmethod
    def loop(name, size):
        file = RUN / f'{name}.img'
        with open(file, 'wb') as made:
            made.truncate(size)
        return run('losetup', '-f', '--show', file).strip()

    def fill(self):
        """Store and host get what the host has there; the rest is the caller's. Mounts all."""
        new = RUN / 'new'
        new.mkdir()
        for name in ('store', 'host'):
            self.mount_at(name, new)
            run('cp', '-a', f'{PLACES[name]}/.', new)
            run('umount', new)
        for place in PLACES.values():
            place.mkdir(parents=True, exist_ok=True)
        self.mount()
        if self.kind == 'ext4':
            run('chcon', '-t', 'var_lib_t', PLACES['state'])
        run('chcon', '-t', 'var_t', PLACES['tree'])

    def mount(self, options=None):
        """options: of mount -o, for each part that is ext4."""
        for name, place in PLACES.items():
            self.mount_at(name, place, (options or {}).get(name, 'defaults'))

    def mount_at(self, name, place, options='defaults'):
        kind = self.of(name)
        run('mount', '-t', kind, '-o', options if kind == 'ext4' else f'quiet,context={CONTEXTS[name]}', f'/dev/mapper/crash-{name}', place)

    def unmount(self):
        for place in PLACES.values():
            run('umount', place)

    def keep(self):
        """What is on it now is what each run begins with."""
        self.unmount()
        shutil.copyfile(RUN / 'data.img', RUN / 'base.img')

    def record(self, options):
        """Mounted as it was when it was kept, every write logged."""
        self.restore('base', 'data')
        with open(RUN / 'log.img', 'r+b') as log:
            log.truncate(0)
            log.truncate(LOG)
        self.table(f'0 {SECTORS} log-writes {self.loops["data"]} {self.loops["log"]}')
        self.mount(options)

    def mark(self, text):
        """Now is a power cut: nothing may be written between what came before and this."""
        run('dmsetup', 'message', 'crash-disk', '0', 'mark', text)

    def recorded(self):
        """Ends the recording; the log's entries up to the mark "end"."""
        self.mark('end')
        self.unmount()
        self.table(self.plain)
        with open(RUN / 'log.img', 'rb') as log:
            found = logwrites.entries(log.fileno())
        return found[:[entry.mark for entry in found].index('end') + 1]

    def cut(self, entries, points, look):
        """Looks at the disk as it is after each point: (n, lost), all entries up to n but for those in lost."""
        self.restore('base', 'stable')
        done = 0
        with open(RUN / 'log.img', 'rb') as log, open(RUN / 'stable.img', 'r+b', buffering=0) as stable:
            for n, lost in points:
                first = min(lost, default=n + 1)
                for entry in entries[done:first]:
                    logwrites.replay(log.fileno(), entry, stable.fileno())
                done = max(done, first)
                # what the mount writes goes to the snapshot, and is forgotten
                self.table(f'0 {SECTORS} snapshot {self.loops["stable"]} {self.loops["lost"]} N 8')
                with open('/dev/mapper/crash-disk', 'r+b', buffering=0) as shot:
                    fcntl.ioctl(shot, FLUSH_BUFFERS)  # of the table before
                    for m in range(first, n + 1):
                        if m not in lost:
                            logwrites.replay(log.fileno(), entries[m], shot.fileno())
                    os.fsync(shot.fileno())
                    fcntl.ioctl(shot, FLUSH_BUFFERS)
                self.mount()
                try:
                    if look(n, lost):
                        return
                finally:
                    self.unmount()
                    self.table(self.plain)

    @staticmethod
    def restore(source, target):
        """Copies a disk, in place: a loop device holds the file."""
        target = RUN / f'{target}.img'
        with open(RUN / f'{source}.img', 'rb') as a, open(target, 'r+b' if target.exists() else 'wb') as b:
            while part := a.read(4 * MIB):
                b.write(part)

    @staticmethod
    def table(line):
        run('dmsetup', 'suspend', 'crash-disk')
        run('dmsetup', 'load', 'crash-disk', '--table', line)
        run('dmsetup', 'resume', 'crash-disk')

    def end(self):
        for name in [*PARTS, 'disk']:
            run('dmsetup', 'remove', f'crash-{name}')
        for loop in self.loops.values():
            run('losetup', '-d', loop)
        run('umount', RUN)


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise OSError(f'{" ".join(map(str, command))}: {done.stdout.strip()}')
    return done.stdout
