"""Fixes that are cut off: by kill -9, by power cuts, and on a disk that loses what was not flushed."""

import contextlib
import datetime
import shutil
import subprocess
import sys
import time
from pathlib import Path

from host import kept
from host.machine import Machine, MachineError

SEED = 20261125
KILLS, CUTS, RESETS = 50, 20, 5
HOURS = 3600
BOOTS = 3  # an emulated kernel may oops while it boots; a disk that keeps it from booting does it each time
LIBRARY = 'cp /out/sevol-hold.so /usr/lib && restorecon /usr/lib/sevol-hold.so'
# nothing here is a container's, and all of it costs time
QUIET = 'systemctl stop docker.socket docker containerd auditd'
PARTS = ('kill', 'power', 'automatic', 'lost')


def run(parts, image, shares, out, prepare):
    """Runs the parts, all of them without a word; 0 if nothing was found."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        sys.exit(f'src/lab/run: --crash has no part {unknown[0]}; there are: {" ".join(PARTS)}')
    subprocess.run(['gcc', '-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-o', out / 'sevol-hold.so',
                    Path(__file__).with_name('hold.c')], check=True)
    bad = []
    for part in parts or PARTS:
        began = time.monotonic()
        boots = {'power': power, 'automatic': automatic}.get(part)
        status = boots(image, shares, out) if boots else inside(part, image, shares, out, prepare)
        print(f'{part:10} {"FAILED" if status else "ok":6} {time.monotonic() - began:.0f} s; target/lab/crash.tsv', flush=True)
        bad += [part] if status else []
        table(parts or PARTS, out)
    return 1 if bad else 0


def table(parts, out):
    """The lines of all parts, with the day."""
    build = subprocess.run(['git', '-C', Path(__file__).parent, 'describe', '--always', '--dirty'], stdout=subprocess.PIPE, text=True).stdout
    lines = [f'# {datetime.date.today()}; build {build.strip() or "unknown"}; seed {SEED}']
    for part in parts:
        rows = out / f'crash-{part}.tsv'
        lines += [f'{part}\t{line}' for line in rows.read_text().splitlines()] if rows.exists() else []
    (out / 'crash.tsv').write_text('\n'.join(lines) + '\n')


def inside(part, image, shares, out, prepare):
    """A part that runs in one machine as it is."""
    with Machine(image, shares, out / f'console.{part}.log') as machine:
        prepare(machine)
        machine.must(LIBRARY)
        machine.must(QUIET)
        command = {'kill': f'kill.py {SEED} {KILLS}', 'lost': f'lost.py {SEED}'}[part]
        said, status, _ = machine.sh(f'python3 -B /lab/crash/{command} /out/crash-{part}.tsv', 3 * HOURS)
        machine.say(said.rstrip())
        return status


def power(image, shares, out):
    """Boots a disk of its own again and again; each time what the last power cut left is recovered."""
    with own_disk(image, out) as disk:
        with booted(disk, shares, out) as machine:
            machine.must(f'/lab/guest/install && {LIBRARY} && systemctl disable docker.socket docker containerd', 900)
            machine.must(f'/lab/crash/power.py setup {SEED}', 1800)
            cut(machine)
        for n in range(1, CUTS + 1):
            with booted(disk, shares, out) as machine:
                machine.say(machine.sh(f'/lab/crash/power.py look {n}', 900)[0].strip())
                if n < CUTS:
                    cut(machine)
                else:
                    machine.sh('/lab/crash/power.py end', 900)
    return judged(CUTS, out / 'crash-power.tsv')


def automatic(image, shares, out):
    """Automatic fixes in whose middle the machine is reset; what finishes them comes with the boot."""
    with own_disk(image, out) as disk:
        with booted(disk, shares, out) as machine:
            machine.must('/lab/guest/install && /lab/guest/install-policy && systemctl disable docker.socket docker containerd', 900)
            machine.must('/lab/crash/automatic.py setup', 600)
            cut(machine, f'/lab/crash/automatic.py begin 1 {SEED}', 1)
        for n in range(1, RESETS + 1):
            with booted(disk, shares, out) as machine:
                machine.say(machine.sh(f'/lab/crash/automatic.py look {n}', 900)[0].strip())
                if n < RESETS:
                    cut(machine, f'/lab/crash/automatic.py begin {n + 1} {SEED}', 1)
    return judged(RESETS, out / 'crash-automatic.tsv')


@contextlib.contextmanager
def own_disk(image, out):
    disk = kept.copy(image, out.parent / 'crash-disk')  # not where another run tidies
    try:
        yield disk
    finally:
        shutil.rmtree(disk)


def judged(cuts, table):
    rows = table.read_text().splitlines()
    bad = [row for row in rows if not row.endswith('\tok')]
    print(f'{cuts} power cuts, {len(rows)} runs, {len(bad)} failed')
    return 1 if bad else 0


def cut(machine, command='/lab/crash/power.py begin', tries=10):
    """Until the power is cut: a run may end before the call comes."""
    for _ in range(tries):
        if machine.cut(command, 'CRASH-NOW', 900):
            return
    raise MachineError(f'{command}: nothing was reached at which the power is to be cut')


def booted(disk, shares, out):
    """A machine with the shares mounted, nothing else; the place of sevol is on its disk."""
    for left in reversed(range(BOOTS)):
        machine = kept.Kept(disk, shares, out / 'console.power.log')
        try:
            machine.boot()
            machine.must('mkdir -p /lab && mount -t 9p -o trans=virtio,version=9p2000.L,ro lab /lab && /lab/crash/mount')
            return machine
        except MachineError as error:
            machine.__exit__()
            if not left:
                raise
            print(f'booting once more: {error}', flush=True)
