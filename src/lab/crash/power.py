#!/usr/bin/env python3
"""power.py setup SEED POINTS: the tree, and what will be cut off; prints how many points there are.
power.py begin N: begins the fix of a point, and says when the call is made at which the power is to go.
power.py look N: after the next boot, finishes or undoes it, and prints the point's line.

Runs in the machine, whose disk stays when the power goes.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import journals, recovery, scene, strace  # noqa: E402

ENTRIES = 260
KEPT = Path('/root/crash.json')
PLAN = Path('/root/crash-plan.json')
NOW = 'CRASH' + '-NOW'


def setup(seed, points):
    rng = random.Random(seed)
    place = scene.Scene()
    scene.add_rules()
    place.make(ENTRIES, rng)
    place.save(KEPT)
    recovery.keep()
    plan = []
    for phase, count in (('apply', points - points // 5), ('undo', points // 5)):
        calls = recovery.observed(place, phase, '/run/crash.strace')
        for call in recovery.chosen(rng, calls, count):
            plan.append({'phase': phase, 'name': call.name, 'about': recovery.kind(call), 'nth': call.nth,
                         'later': rng.choice((0, 0, rng.random() * 3)), 'way': rng.choice(recovery.WAYS)})
    PLAN.write_text(json.dumps(plan))
    print(len(plan))


def begin(n):
    """Does not return while the power is on, but where the call never comes."""
    point = json.loads(PLAN.read_text())[n]
    place = scene.Scene()
    place.load(KEPT)
    words = recovery.words(place, point['phase'])
    Path('/root/crash-known').write_text(json.dumps([journal.id for journal in journals.all_of()]))
    subprocess.run(['sync'], check=True)
    _, reached = strace.held(words, '/dev/null', point['name'], point['nth'], lambda call: recovery.kind(call) == point['about'],
                             0 if point['later'] else 30)
    if reached:
        time.sleep(point['later'])
        print(f'\n{NOW}', flush=True)
        time.sleep(60)
    return 1


def look(n):
    point = json.loads(PLAN.read_text())[n]
    place = scene.Scene()
    place.load(KEPT)
    known = json.loads(Path('/root/crash-known').read_text())
    mine = [journal for journal in journals.all_of() if journal.id not in known or point['phase'] == 'undo'][-1:]
    last = mine[0].last if mine else 'no journal'
    now = place.labels()
    changed = sum(now.get(path) != context for path, context in place.before.items())
    wrong = place.half_way() or recovery.recovered(place, point['way'], mine)
    print('\t'.join([str(n + 1), point['phase'], point['name'], point['about'], f'+{point["later"]:.1f} s', f'{last} {changed}',
                     point['way'], wrong[0].replace('\n', ' ') if wrong else 'ok']))
    if wrong:
        print('    ' + '\n    '.join(wrong[1:8]))
        recovery.evidence(Path(f'/out/crash-power.{n + 1}'))
        recovery.put_back(place)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit({'setup': setup, 'begin': begin, 'look': look}[sys.argv[1]](*map(int, sys.argv[2:])))
