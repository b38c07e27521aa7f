#!/usr/bin/env python3
"""lost.py SEED OUT [KIND]: what a power cut may leave of a fix, at every flush; and which sync of sevol's is why it is no more.

Runs in the machine. A fix and its undo are recorded on a disk that logs its writes. The disk is looked at as it was
after each flush, and at seeded points between two, with some of the writes lost. Then again with one of sevol's syncs
made to do nothing: a point must be found at which a promise of the journal is broken.
KIND is ext4, and then vfat for the syncs that ext4 does not show to be needed; or the one that is named.
"""

import random
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from crash import held, journals, lossy, promise, scene  # noqa: E402

LOG = Path('/run/crash.calls')
# how soon the file systems write by themselves (ext4's commit=, seconds): what is changed before the journal, or after
PROFILES = {'changes first': {'state': 'commit=300', 'tree': 'commit=1', 'store': 'commit=1', 'host': 'commit=1'},
            'journal first': {'state': 'commit=1', 'tree': 'commit=300', 'store': 'commit=300', 'host': 'commit=300'}}
BETWEEN = 25


class Run:
    """An apply, or the undo of one, on the disk."""

    def __init__(self, disk, place, rng):
        self.disk, self.place, self.rng = disk, place, rng

    def record(self, phase, profile, skipped=None, delayed=None):
        """Gives the log's entries and sevol's calls."""
        self.disk.record(PROFILES[profile])
        words = ['fix', '--state', lossy.PLACES['state'], '--apply', self.place.tree]
        if phase == 'undo':
            said, status = held.sevol(*words)
            if status:
                sys.exit(f'apply: exit status {status}: {said}')
            words[3:] = ['--undo', journals.all_of(lossy.PLACES['state'])[-1].id]
            for place in lossy.PLACES.values():
                lossy.run('sync', '-f', place)
        self.disk.mark('begin')
        said, status = held.ended(held.start(words, LOG, skipped, 'skip', delayed))
        if status:
            sys.exit(f'{phase}: exit status {status}: {said}')
        entries = self.disk.recorded()
        return entries, held.logged(LOG)

    def look(self, phase, entries, points, known=None):
        """The points at which a promise is broken: (entry, number of lost writes, the promises).

        known: ends at the first point at which one is broken whose name is not among these.
        """
        found = []

        def look(n, lost):
            wrong = promise.broken(self.place, journals.all_of(lossy.PLACES['state']), scene.rules(scene.STORE), scene.rules(scene.HOST))
            last = [journal.last for journal in journals.all_of(lossy.PLACES['state'])][-1:]
            reported = 'DONE' if phase == 'apply' else 'UNDONE'
            if entries[n].mark == 'end' and last != [reported]:
                wrong.append(f'reported: sevol ended with success, and the journal says {last}')
            wrong = [line for line in wrong if name(line) not in (known or ())]
            found.extend([(n, len(lost), wrong)] if wrong else [])
            return found and known is not None

        self.disk.cut(entries, points, look)
        return found

    def points(self, entries, between):
        """Each flush after the begin; and seeded ones, where some writes since the last flush are lost."""
        begin = [entry.mark for entry in entries].index('begin')
        flushes = [n for n in range(begin, len(entries)) if entries[n].durable]
        points = [(n, frozenset()) for n in flushes]
        gaps = [(a, b) for a, b in zip(flushes, flushes[1:]) if b - a > 1]
        for a, b in self.rng.choices(gaps, k=between) if gaps else []:
            n = self.rng.randrange(a + 1, b)
            points.append((n, frozenset(m for m in range(a + 1, n + 1) if self.rng.random() < 0.5)))
        return sorted(points, key=lambda point: (min(point[1], default=point[0] + 1), point[0]))


class Survey:
    """The table: what is broken on a disk, and what is without a sync."""

    def __init__(self, seed, out):
        self.rng, self.out, self.rows, self.bad = random.Random(seed), Path(out), [], 0
        self.unshown = {}  # by phase and number; all where there is none yet

    def of(self, kind, profiles):
        """On a disk whose journals, and what is installed of the policy, are on file systems of that kind."""
        disk, place = lossy.Lossy(kind), scene.Scene()
        disk.fill()
        place.make(90, self.rng)
        disk.keep()
        run, syncs, known = Run(disk, place, self.rng), {}, {}
        for phase in ('apply', 'undo'):
            known[phase] = set()
            for profile in profiles:
                calls, wrong = self.whole(run, kind, phase, profile)
                known[phase] |= {name(line) for line in wrong}
            syncs |= {(phase, n): sync for n, sync in enumerate(own_syncs(calls), 1)}
        for at in list(self.unshown or syncs):
            self.without(run, kind, profiles, at, syncs[at], known[at[0]])
        disk.end()

    def whole(self, run, kind, phase, profile):
        began = time.monotonic()
        entries, calls = run.record(phase, profile)
        points = run.points(entries, BETWEEN)
        found = run.look(phase, entries, points)
        self.bad += bool(found)
        self.row('all', kind, phase, profile, f'{len(points)} points', f'{len(found)} broken', f'{time.monotonic() - began:.0f} s')
        for n, lost, wrong in found[:6]:
            print(f'    entry {n}, {lost} lost: ' + '; '.join(wrong[:3]), flush=True)
        return calls, [line for _, _, wrong in found for line in wrong]

    def without(self, run, kind, profiles, at, sync, known):
        phase, n = at
        needed = shown(run, phase, profiles, *sync, known)
        self.row('without', kind, phase, n, sync[0].name, sync[0].arguments[:90], needed or 'not shown to be needed')
        if needed:
            self.unshown.pop(at, None)
        else:
            self.unshown[at] = sync

    def row(self, *words):
        self.rows.append('\t'.join(map(str, words)))
        print(self.rows[-1], flush=True)
        self.out.write_text('\n'.join(self.rows) + '\n')


def main(seed, out, kind=None):
    scene.add_rules()
    survey = Survey(seed, out)
    if kind != 'vfat':
        survey.of('ext4', list(PROFILES))
    if kind == 'vfat' or (survey.unshown and not kind):
        survey.of('vfat', ['changes first'])
    return 1 if survey.bad or survey.unshown else 0


def name(line):
    return line.partition(':')[0]


def own_syncs(calls):
    """sevol's syncs, each with the first write to the journal that comes after it, if any.

    libsemanage's are of its sandbox and of single files that it installs.
    """
    mine = []
    for call in calls:
        path = call.arguments.partition('<')[2].partition('>')[0]
        if call.name in held.SYNCS and any(path.startswith(str(place)) for place in lossy.PLACES.values()) \
                and (call.about != 'store' or ('/tmp' not in path and Path(path).is_dir())):
            mine.append(call)
    writes = [call for call in calls if call.name == 'write' and call.about == 'journal']
    return [(call, next((w for w in writes if calls.index(w) > calls.index(call)), None)) for call in mine]


def shown(run, phase, profiles, call, write, known):
    """Where it breaks without this sync, if it does; the write after it is held up, so that the file systems have the time."""
    for profile in profiles:
        entries, calls = run.record(phase, profile, call, write)
        skipped = [c.arguments for c in calls if 'SKIPPED' in c.arguments]
        if len(skipped) != 1:
            sys.exit(f'{len(skipped)} calls were skipped: {skipped}')
        found = run.look(phase, entries, run.points(entries, BETWEEN), known)
        if found:
            n, lost, wrong = found[0]
            return f'NEEDED ({profile}; entry {n} of {len(entries)}, {lost} lost): {wrong[0]}'
    return None


if __name__ == '__main__':
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
