"""A machine that keeps its disk, so that its power can be cut."""

import shutil
import subprocess

from .machine import Machine, MachineError


class Kept(Machine):
    """A boot of a disk of its own. What the guest had not written is gone with it; what it had, is there at the next."""

    def __init__(self, disk, shares, console):
        super().__init__(disk, shares, console, drives='cache=writeback')

    def cut(self, command, mark, seconds):
        """Runs a command, and cuts the power as soon as it says the mark. False if it ended without."""
        self.process.stdin.write(f"{command}\necho LAB'-'OVER\n".encode())
        self.process.stdin.flush()
        said = self._until(rf'\n({mark}|LAB-OVER)'.encode(), seconds)
        if mark.encode() not in said:
            return False
        self.process.kill()
        self.process.wait()
        return True


def copy(disk, to):
    """A disk of its own: a copy of the files of one that was built."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name in ('base.img', 'spare.img', 'vmlinuz', 'initrd'):
        if subprocess.call(['cp', '--sparse=always', '--reflink=auto', disk / name, to]):
            raise MachineError(f'no room for a copy of {disk / name} in {to}')
    return to
