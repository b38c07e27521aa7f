"""One emulated machine, driven over its serial console."""

import ctypes
import os
import re
import select
import signal
import subprocess
import time

# The root disk is labelled before it boots. No backlog limit of the kernel's 64: nothing may be lost.
KERNEL = ('console=ttyS0 root=/dev/vda rw security=selinux selinux=1 enforcing=1 audit=1 '
          'audit_backlog_limit=8192 panic=-1 quiet loglevel=3 systemd.show_status=false')


class MachineError(Exception):
    """The machine did not boot, died, or does not answer."""


class Machine:
    """A booted copy of a disk; what it writes is forgotten when it ends."""

    def __init__(self, disk, shares, console, name=None, drives='cache=unsafe,snapshot=on'):
        """shares: directories by their 9p tag; console: the file that gets all it says; name: where there are two;
        drives: options of its disks.

        Dies with the thread that makes it.
        """
        self.name = name
        self.seen = b''
        self.console = open(console, 'wb')
        # KVM, where it really works, is faster: SEVOL_LAB_ACCEL=kvm
        accel = os.environ.get('SEVOL_LAB_ACCEL', 'tcg,thread=multi')
        command = ['qemu-system-x86_64', '-accel', accel, '-smp', '2', '-cpu', 'max', '-m', '3072', '-nodefaults',
                   '-display', 'none', '-serial', 'stdio', '-no-reboot',
                   '-kernel', disk / 'vmlinuz', '-initrd', disk / 'initrd', '-append', KERNEL]
        for image in ('base.img', 'spare.img'):
            command += ['-drive', f'file={disk / image},if=virtio,format=raw,{drives}']
        for tag, path in shares.items():
            command += ['-virtfs', f'local,path={path},mount_tag={tag},security_model=none,id={tag}']
        self.command = command
        self.process = self._started()

    def _started(self):
        return subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.console,
                                preexec_fn=_die_with_parent)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Ends it, at once; also if it has ended."""
        self.process.kill()  # its disks are snapshots: there is nothing to lose
        self.process.wait()
        self.console.close()

    def say(self, text):
        """Prints all of a text at once, as another machine's thread prints, too."""
        print(f'{self.name + ": " if self.name else ""}{text}\n', end='', flush=True)

    def boot(self, seconds=600):
        """Waits for the root shell that the console logs in by itself. An emulated kernel that panics before is given
        a second try: nothing was judged yet."""
        began = time.monotonic()
        self.say('booting')
        try:
            self._until(rb'LAB-READY', seconds)
        except MachineError:
            if b'Kernel panic' not in self.seen:
                raise
            self.say('the kernel panicked at boot; again')
            self.process.kill()
            self.process.wait()
            self.seen = b''
            self.process = self._started()
            self._until(rb'LAB-READY', seconds)
        self.say(f'root shell after {time.monotonic() - began:.0f} s')

    def must(self, command, seconds=600):
        """Runs a command that the lab cannot do without."""
        output, status, _ = self.sh(command, seconds)
        if status:
            raise MachineError(f'{command}: exit status {status}\n{output}')

    def sh(self, command, seconds):
        """Runs one line in the root shell; gives (output, exit status, seconds)."""
        mark = f'{time.time_ns():x}'
        began = time.monotonic()
        # the mark is on a line of its own: it comes even after a syntax error
        try:
            self.process.stdin.write(f"{command}\necho LAB'-'{mark} $?\n".encode())
            self.process.stdin.flush()
        except OSError as e:
            raise MachineError(f'it ended ({e}); the last it said: ' + self._last()) from e
        text = self._until(rb'LAB-' + mark.encode() + rb' (\d+)\r?\n', seconds).decode(errors='replace')
        output, _, status = text.rpartition('LAB-' + mark)
        return output.replace('\r', ''), int(status), time.monotonic() - began

    def _until(self, pattern, seconds):
        """What the console says up to the pattern."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            match = re.search(pattern, self.seen)
            if match:
                text, self.seen = self.seen[:match.end()], self.seen[match.end():]
                return text
            if select.select([self.process.stdout], [], [], 1)[0]:
                data = os.read(self.process.stdout.fileno(), 65536)
                if not data:
                    raise MachineError('it ended; the last it said: ' + self._last())
                self.console.write(data)
                self.console.flush()
                self.seen += data
        raise MachineError(f'no answer within {seconds} s; the last it said: ' + self._last())

    def _last(self):
        return self.seen[-2000:].decode(errors='replace').replace('\r', '')


def _die_with_parent():
    """No emulator outlives a killed run (prctl(2), PR_SET_PDEATHSIG is 1)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
