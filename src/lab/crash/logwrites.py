"""The log of dm-log-writes: every write of a device in the order in which a power cut may have let it reach the disk.

A write is logged when a flush that came after it is done, one with FUA when it is done itself
(Documentation/admin-guide/device-mapper/log-writes.rst; the format is in drivers/md/dm-log-writes.c).
"""

import os
import struct
from typing import NamedTuple

SUPER = struct.Struct('<QQQI')  # magic, version, number of entries, bytes of a sector
ENTRY = struct.Struct('<QQQQ')  # sector, sectors, flags, bytes of a mark's text
MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8


class Entry(NamedTuple):
    """One write of nbytes at a byte offset; its content is in the log at data."""
    at: int
    nbytes: int
    flags: int
    data: int
    mark: str

    @property
    def durable(self):
        """What is logged up to here survives a power cut now."""
        return bool(self.flags & (FLUSH | FUA | MARK))


def entries(log):
    """All entries of a log, an open file or device."""
    magic, version, count, sector = SUPER.unpack(os.pread(log, SUPER.size, 0))
    if magic != MAGIC or version != 1:
        raise ValueError(f'no log of dm-log-writes: magic {magic:x}, version {version}')
    found, position = [], sector
    for _ in range(count):
        head = os.pread(log, sector, position)
        start, sectors, flags, length = ENTRY.unpack_from(head)
        position += sector
        written = 0 if flags & (DISCARD | MARK) else sectors * sector
        mark = head[ENTRY.size:ENTRY.size + length].rstrip(b'\0').decode() if flags & MARK else ''
        found.append(Entry(start * sector, sectors * sector, flags, position, mark))
        position += written
    return found


def replay(log, entry, device):
    """Does an entry's write again; a discard leaves what is there, as a disk may."""
    if not entry.flags & (DISCARD | MARK):
        left, source, target = entry.nbytes, entry.data, entry.at
        while left:
            part = os.pread(log, min(left, 1 << 20), source)
            if not part:
                raise ValueError('the log ends in the middle of an entry')
            os.pwrite(device, part, target)
            left, source, target = left - len(part), source + len(part), target + len(part)
