"""Fixes that are cut off: by kill -9, by power cuts, and on a disk that loses what was not flushed."""

import datetime
import shutil
import sys
import time

from host import kept
from host.machine import Machine, MachineError

SEED = 20261125
KILLS, CUTS = 50, 20
HOURS = 3600
PARTS = ('kill', 'power', 'lost')


def run(parts, image, shares, out, prepare):
    """Runs the parts, all of them without a word; 0 if nothing was found."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        sys.exit(f'src/lab/run: --crash has no part {unknown[0]}; there are: {" ".join(PARTS)}')
    bad = []
    for part in parts or PARTS:
        began = time.monotonic()
        status = power(image, shares, out) if part == 'power' else inside(part, image, shares, out, prepare)
        print(f'{part:10} {"FAILED" if status else "ok":6} {time.monotonic() - began:.0f} s; target/lab/crash.tsv', flush=True)
        bad += [part] if status else []
        table(parts or PARTS, out)
    return 1 if bad else 0


def table(parts, out):
    """The lines of all parts, with the day."""
    lines = [f'# {datetime.date.today()}; seed {SEED}']
    for part in parts:
        rows = out / f'crash-{part}.tsv'
        lines += [f'{part}\t{line}' for line in rows.read_text().splitlines()] if rows.exists() else []
    (out / 'crash.tsv').write_text('\n'.join(lines) + '\n')


def inside(part, image, shares, out, prepare):
    """A part that runs in one machine as it is."""
    with Machine(image, shares, out / f'console.{part}.log') as machine:
        prepare(machine)
        command = {'kill': f'kill.py {SEED} {KILLS}', 'lost': f'lost.py {SEED}'}[part]
        said, status, _ = machine.sh(f'python3 -B /lab/crash/{command} /out/crash-{part}.tsv', 3 * HOURS)
        machine.say(said.rstrip())
        return status


def power(image, shares, out):
    """Boots a disk of its own again and again; each time what the last power cut left is recovered."""
    disk = kept.copy(image, image.parent / 'crash.unfinished')
    try:
        rows, bad = [], 0
        with booted(disk, shares, out) as machine:
            machine.must('/lab/guest/install', 900)
            said, status, _ = machine.sh(f'/lab/crash/power.py setup {SEED} {CUTS}', 1800)
            if status:
                raise MachineError(said)
            count = int(said.split()[-1])
            missed = not cut(machine, 0)
        for n in range(count):
            with booted(disk, shares, out) as machine:
                said, status, _ = machine.sh(f'/lab/crash/power.py look {n}', 900)
                rows.append((said.strip() or f'{n + 1}').splitlines()[0] + (' (it was over before)' if missed else ''))
                machine.say(said.strip())
                (out / 'crash-power.tsv').write_text('\n'.join(rows) + '\n')
                bad += bool(status)
                missed = n + 1 < count and not cut(machine, n + 1)
        print(f'{count} power cuts, {bad} failed')
        return 1 if bad else 0
    finally:
        shutil.rmtree(disk)


def cut(machine, n):
    return machine.cut(f'/lab/crash/power.py begin {n}', 'CRASH-NOW', 900)


def booted(disk, shares, out):
    """A machine with the shares mounted, nothing else; the place of sevol is on its disk."""
    machine = kept.Kept(disk, shares, out / 'console.power.log')
    try:
        machine.boot()
        machine.must('mkdir -p /lab && mount -t 9p -o trans=virtio,version=9p2000.L,ro lab /lab && /lab/crash/mount')
    except MachineError:
        machine.__exit__()
        raise
    return machine
