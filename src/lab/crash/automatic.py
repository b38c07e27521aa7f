#!/usr/bin/env python3
"""automatic.py setup: automatic fixes are on, and every service comes with the boot.
automatic.py begin N SEED: a container is denied; when so many labels are set as the generator picks, the power is to go.
automatic.py look N: after the next boot, judges what came of it by itself, and prints the cut's line.

Runs in the machine, whose disk stays when the power goes.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import scene  # noqa: E402

BASE = Path('/srv/crash/automatic')
ENTRIES = 3000
OUT = Path('/out/crash-automatic.tsv')
NOW = 'CRASH' + '-NOW'
SECONDS = 400  # in which a machine that has just booted has done its part


def setup():
    for name in ('tree', 'beside'):
        (BASE / name).mkdir(parents=True)
    Path('/etc/sevol').mkdir(exist_ok=True)
    Path('/etc/sevol/sevol.properties').write_text(f'apply = auto\nprefixes = {BASE}/tree\nhourly = 50\n')
    subprocess.run(['restorecon', '-RF', '/etc/sevol', '/srv', '/var/lib/sevol'], check=True)
    subprocess.run(['podman', 'import', '-q', '/root/busybox.tar', 'busybox'], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['systemctl', 'enable', '--now', 'auditd', 'sevol', 'sevol-fix.path'], check=True)
    subprocess.run(['sync'], check=True)


def begin(n, seed):
    """Does not return while the power is on, but where the fix never came so far."""
    tree = BASE / f'tree/{n}'
    for top in (tree, BASE / f'beside/{n}'):
        top.mkdir()
        for entry in range(ENTRIES):
            (top / str(entry)).touch()
    os.link(BASE / f'beside/{n}/0', BASE / f'beside/{n}/twin')
    (tree / 'outside').symlink_to(BASE / f'beside/{n}')
    subprocess.run(['sync'], check=True)
    if not podman(tree):
        print('nothing was denied')
        return 1
    some = random.Random(seed + n).randrange(1, ENTRIES)
    end = time.monotonic() + SECONDS
    while labelled(tree) < some:
        if time.monotonic() > end:
            print(f'{labelled(tree)} labels are set, not {some}: {told(tree)}')
            print(scene.run('journalctl', '-q', '--no-pager', '-n', '40', '-u', 'sevol', '-u', 'sevol-fix', '-u', 'sevol-containers'))
            return 1
        time.sleep(0.3)
    if n % 2:
        subprocess.run(['sync'], check=True)  # else the disk has as much as the kernel wrote by itself
    print(f'\n{NOW}', flush=True)
    time.sleep(60)
    return 1


def look(n):
    tree = BASE / f'tree/{n}'
    found = labelled(tree)
    entries = len(list(scene.entries_of(tree)))
    end = time.monotonic() + SECONDS
    while not told(tree).startswith('fixed') and time.monotonic() < end:
        time.sleep(2)
    wrong = [] if told(tree).startswith('fixed') else [f'it is told: {told(tree)}']
    if labelled(tree) != entries or entries != ENTRIES + 2:
        wrong.append(f'{labelled(tree)} of {entries} are labelled')
    if labelled(BASE / f'beside/{n}'):
        wrong.append(f'{labelled(BASE / f"beside/{n}")} beside it are')
    mine = [rule for rule in scene.rules(scene.STORE) if rule.startswith(f'{tree}(/.*)?')]
    if len(mine) != 1:
        wrong.append(f'the rules of the tree are {mine}')
    if podman(tree):
        wrong.append('the next run is denied')
    row = [str(n), 'auto-fix', 'reset', '-', f'{found} of {entries} labelled', told(tree)[:40], '; '.join(wrong) or 'ok']
    with open(OUT, 'a') as to:
        to.write('\t'.join(row) + '\n')
    print('\t'.join(row))
    return 1 if wrong else 0


def podman(tree):
    """The exit status of a container that makes a file there; what it says does not get out without a terminal."""
    return subprocess.call(['podman', 'run', '--rm', '--network=none', '-v', f'{tree}:/data', 'busybox', 'touch', '/data/new'])


def labelled(top):
    """How many entries have a container's type."""
    return sum(':container_file_t:' in scene.label(path) for path in scene.entries_of(top))


def told(tree):
    """What the newest incident of it tells of the automatic fix."""
    said = 'nothing'
    for line in scene.run('sevol', 'incidents', '--all', '--json').splitlines():
        incident = json.loads(line) if line.startswith('{') else {}
        if incident.get('source') == str(tree) and incident.get('automatic'):
            said = f'{incident["automatic"]["state"]} {incident["automatic"]["reason"]}'
    return said


if __name__ == '__main__':
    sys.exit({'setup': setup, 'begin': begin, 'look': look}[sys.argv[1]](*map(int, sys.argv[2:])))
