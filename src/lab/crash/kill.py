#!/usr/bin/env python3
"""kill.py SEED POINTS OUT: kills sevol fix right after seeded calls of its own, and looks whether it can be finished and undone.

What finishes or undoes it is often the next that is killed. Runs in the machine. Prints a line for each run, writes
them to OUT; the exit status tells whether all were good.
"""

import random
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import held, recovery, scene  # noqa: E402

ENTRIES = 260
LOG = Path('/run/crash.calls')


def main(seed, points, out):
    rng = random.Random(seed)
    place = scene.Scene()
    scene.add_rules()
    place.make(ENTRIES, rng)
    recovery.keep()
    course = recovery.Course(place, rng, recovery.observed(place, LOG))
    killed = runs = bad = 0
    with open(out, 'w') as to:
        while killed < points or course.open():
            began = time.monotonic()
            phase, call = course.next()
            if killed == points:
                call = None  # the last one's end
            how = rng.choice(('alone', 'group')) if call else 'to its end'
            words = recovery.words(place, phase)
            said, status = held.ended(held.start(words, LOG, call, {'alone': 'kill'}.get(how, how) if call else ''))
            wrong = course.judged(status)
            if status > 0:
                wrong.append(f'exit status {status}: {said}')
            runs += 1
            killed += status < 0
            reached = '' if status < 0 or not call else ' (it ended before)'
            row = [str(killed) if status < 0 else '-', phase, *((call.name, recovery.kind(call)) if call else ('-', '-')), how + reached,
                   recovery.state(place), wrong[0].replace('\n', ' ') if wrong else 'ok']
            print('\t'.join(row), f'({time.monotonic() - began:.0f} s)', flush=True)
            to.write('\t'.join(row) + '\n')
            to.flush()
            if wrong:
                bad += 1
                print('    ' + '\n    '.join(wrong[:8]) + (f'\n    at: {call.name} {call.nth}: {call.arguments[:200]}' if call else ''), flush=True)
                recovery.evidence(Path(out).with_suffix(f'.{runs}'), LOG)
                recovery.put_back(place)
    print(f'{killed} kills, {runs} runs, {bad} failed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
