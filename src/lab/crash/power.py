#!/usr/bin/env python3
"""power.py setup SEED: the tree, and what may be cut off.
power.py begin: begins a fix, or what finishes or undoes the last one, and says when the power is to go.
power.py end: finishes or undoes the last one.
power.py look N: after the next boot, judges what that left, and prints the point's line.

Runs in the machine, whose disk stays when the power goes.
"""

import pickle
import random
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import held, recovery, scene  # noqa: E402

ENTRIES = 260
KEPT = Path('/root/crash.course')
LOG = Path('/run/crash.calls')
OUT = Path('/out/crash-power.tsv')
NOW = 'CRASH' + '-NOW'


def setup(seed):
    rng = random.Random(seed)
    place = scene.Scene()
    scene.add_rules()
    place.make(ENTRIES, rng)
    recovery.keep()
    calls = recovery.observed(place, LOG)
    keep(recovery.Course(place, rng, calls))


def keep(course):
    """For another boot, and the disk of now."""
    with open(KEPT, 'wb') as to:
        pickle.dump(course, to)
    subprocess.run(['sync'], check=True)


def kept():
    with open(KEPT, 'rb') as course:
        return pickle.load(course)


def begin():
    """Does not return while the power is on, but where the call never comes: then what came of it is judged here."""
    course = kept()
    bad = 0
    phase, call = course.next()
    while not call:
        bad += bool(to_its_end(course, phase))
        phase, call = course.next()
    later = course.rng.choice((0, 0, course.rng.random() * 3))
    course.point = phase, call, later
    keep(course)
    process = held.start(recovery.words(course.place, phase), LOG, call, '' if later else 'hold')
    if held.reached(process, LOG, call):
        time.sleep(later)
        print(f'\n{NOW}', flush=True)
        time.sleep(60)
    said, status = held.ended(process)
    bad += bool(line(course, '-', phase, call, 'it ended before', course.judged(status) + failed(said, status)))
    return bad


def to_its_end(course, phase):
    said, status = held.sevol(*recovery.words(course.place, phase))
    return line(course, '-', phase, None, 'to its end', course.judged(status) + failed(said, status))


def failed(said, status):
    return [f'exit status {status}: {said}'] if status else []


def end():
    """What the last power cut left is finished or undone."""
    course = kept()
    bad = 0
    while course.open():
        bad += bool(to_its_end(course, course.next()[0]))
    return 1 if bad else 0


def look(n):
    """After the power cut."""
    course = kept()
    phase, call, later = course.point
    return 1 if line(course, n, phase, call, f'+{later:.1f} s', course.judged(-1)) else 0


def line(course, n, phase, call, how, wrong):
    """A line of the table; after a failure all is put back."""
    row = [str(n), phase, *((call.name, recovery.kind(call)) if call else ('-', '-')), how, recovery.state(course.place),
           wrong[0].replace('\n', ' ') if wrong else 'ok']
    with open(OUT, 'a') as to:
        to.write('\t'.join(row) + '\n')
    print('\t'.join(row))
    if wrong:
        print('    ' + '\n    '.join(wrong[1:8]))
        recovery.evidence(Path(f'/out/crash-power.{n}'))
        recovery.put_back(course.place)
    keep(course)
    return wrong


if __name__ == '__main__':
    sys.exit({'setup': setup, 'begin': begin, 'look': look, 'end': end}[sys.argv[1]](*map(int, sys.argv[2:])))
