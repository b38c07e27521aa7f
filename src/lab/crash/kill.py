#!/usr/bin/env python3
"""kill.py SEED POINTS OUT: kills sevol fix right after seeded calls of its own, and looks whether it can be finished and undone.

Runs in the machine. Prints a line for each point, writes them to OUT; the exit status tells whether all were good.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import journals, recovery, scene, strace  # noqa: E402

ENTRIES = 260
LOG = Path('/run/crash.strace')


def main(seed, points, out):
    rng = random.Random(seed)
    place = scene.Scene()
    scene.add_rules()
    place.make(ENTRIES, rng)
    recovery.keep()
    calls = {phase: recovery.observed(place, phase, LOG) for phase in ('apply', 'undo')}
    chosen = [(phase, call) for phase, count in (('apply', points - points // 5), ('undo', points // 5))
              for call in recovery.chosen(rng, calls[phase], count)]
    bad = 0
    with open(out, 'w') as to:
        for n, (phase, call) in enumerate(chosen, 1):
            began = time.monotonic()
            way = rng.choice(recovery.WAYS)
            group = rng.random() < 0.5
            state, wrong = point(place, phase, call, way, group)
            row = [str(n), phase, call.name, recovery.kind(call), 'group' if group else 'alone', state, way, wrong[0] if wrong else 'ok']
            print('\t'.join(row), f'({time.monotonic() - began:.0f} s)', flush=True)
            to.write('\t'.join(row) + '\n')
            to.flush()
            if wrong:
                bad += 1
                print('    ' + '\n    '.join(wrong[:8]) + f'\n    at: {call.name}({call.arguments[:200]}', flush=True)
                recovery.evidence(Path(out).with_suffix(f'.{n}'), LOG)
                recovery.put_back(place)
    print(f'{len(chosen)} points, {bad} failed')
    return 1 if bad else 0


def point(place, phase, call, way, group):
    """One: killed, looked at, recovered in its way, undone. Gives where it was cut off, and what is wrong."""
    known = {journal.id for journal in journals.all_of()}
    words = recovery.words(place, phase)
    kind = recovery.kind(call)
    process, reached = strace.held(words, LOG, call.name, call.nth, lambda other: recovery.kind(other) == kind, 3)
    if reached:
        os.killpg(process.pid, signal.SIGKILL) if group else os.kill(reached.thread, signal.SIGKILL)
    process.wait()
    mine = [journal for journal in journals.all_of() if journal.id not in known]
    last = mine[-1].last if mine else 'no journal'
    now = place.labels()
    changed = sum(now.get(path) != context for path, context in place.before.items())
    state = f'{last} {changed}' + ('' if reached else ' (it was over before)')
    return state, place.half_way() or recovery.recovered(place, way, mine)


if __name__ == '__main__':
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
