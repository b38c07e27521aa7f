"""Fixes that are cut off one after the other: at which calls, what is done then, and what is to be true after it."""

import shutil
import subprocess
import sys
from pathlib import Path

from crash import held, journals

KEPT = Path('/root/crash-kept')  # what the policy store is put back from
STATE = Path('/var/lib/sevol/fixes')
KINDS = ('journal', 'swap', 'turn', 'labels', 'store')


def observed(place, log):
    """The calls of an undisturbed apply, and of an undo; that all is as it should be after each is checked."""
    found = {}
    for phase in ('apply', 'undo'):
        said, status = held.ended(held.start(words(place, phase), log))
        wrong = [f'exit status {status}: {said}'] if status else place.finished() if phase == 'apply' else place.as_before()
        if wrong:
            sys.exit(f'{phase}, undisturbed: ' + '; '.join(wrong[:5]))
        found[phase] = held.logged(log)
    return found


def words(place, phase):
    if phase == 'resume':
        return ['fix', '--resume']
    return ['fix', '--undo', journals.all_of()[-1].id] if phase == 'undo' else ['fix', '--apply', place.tree]


def kind(call):
    """What the call is about.

    "swap" puts the store's new directory in the place of the old one, "turn" does it with a file that is installed.
    """
    if call.about != 'store':
        return call.about
    if call.name in held.SYNCS:
        return 'turn'
    moved = call.name == 'rename' and not any(place in call.arguments for place in ('/default/tmp/', '/final/'))
    return 'store' if not moved else 'swap' if '/active"' in call.arguments else 'turn'


class Course:
    """What is begun next, given where the last one was cut off; and what must be true then."""

    def __init__(self, place, rng, calls):
        self.place, self.rng, self.calls = place, rng, calls
        self.used = dict.fromkeys(KINDS, 0)

    def next(self):
        """(phase, call): the phase apply, again, resume or undo; no call where it is to end undisturbed."""
        journal = (journals.all_of()[-1:] or [None])[0]
        last = journal.last if journal else 'no header'
        if last in ('no header', 'UNDONE'):
            return 'apply', self.one(self.calls['apply'])
        if last == 'DONE':
            return 'undo', self.one(self.calls['undo'])
        end = self.rng.random() < 0.3
        if last == 'UNDOING' or self.rng.random() < 0.4:
            return 'undo', None if end else self.one(self.calls['undo'])
        phase = self.rng.choice(('again', 'resume'))
        if last == '-':
            end = True  # nothing is to be cut off: its journal is closed, and 'again' begins anew
        return phase, None if end else self.one(self.resumed(last))

    @staticmethod
    def open():
        """True if one is still to be finished or undone."""
        return any(journal.unfinished for journal in journals.all_of())

    def one(self, calls):
        """A call of the kind that had the fewest so far."""
        kinds = {name: [call for call in calls if kind(call) == name] for name in KINDS}
        name = min((name for name in KINDS if kinds[name]), key=lambda name: (self.used[name], self.rng.random()))
        self.used[name] += 1
        return self.rng.choice(kinds[name])

    def resumed(self, last):
        """The calls of a run that goes on: the journal is there, with its name; maybe the rule, too."""
        calls = [call._replace(nth=call.nth - {'fsync': 1, 'write': 1}.get(call.name, 0)) for call in self.calls['apply']]
        if last == 'RULE':
            store = [call for call in calls if call.name == 'fsync' and call.about == 'store']
            calls = [call if call.about == 'labels' else call._replace(nth=max(1, call.nth - len(store)))
                     for call in calls if call.about != 'store']
        return [call for call in calls if call.nth > 0]

    def judged(self, status):
        """What is wrong now: after a kill (status below 0) at any place, else after an end."""
        journal = (journals.all_of()[-1:] or [None])[0]
        last = journal.last if journal else 'no header'
        if last == 'DONE':
            return self.place.finished()
        if last in ('no header', '-', 'UNDONE'):
            wrong = self.place.as_before()
        else:
            wrong = self.place.half_way()
        return wrong if status < 0 or last == 'UNDONE' else wrong + [f'it ended, and its journal says {last}']


def state(place):
    """For the table: the journal's last step, and how many labels are not as before."""
    now = place.labels()
    changed = sum(now.get(path) != context for path, context in place.before.items())
    journal = journals.all_of()[-1:]
    return f"{journal[0].last if journal else 'no journal'} {changed}"


def keep():
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    subprocess.run(['cp', '-a', '/var/lib/selinux/default', KEPT / 'store'], check=True)
    subprocess.run(['cp', '-a', '/etc/selinux/default', KEPT / 'host'], check=True)


def put_back(place):
    """After a failure: everything as it was, without sevol."""
    for name, at in (('store', '/var/lib/selinux/default'), ('host', '/etc/selinux/default')):
        shutil.rmtree(at)
        subprocess.run(['cp', '-a', KEPT / name, at], check=True)
    place.reset()
    shutil.rmtree(STATE, ignore_errors=True)


def evidence(directory, *files):
    """The journals, and other files, for who looks at a failure."""
    directory.mkdir(exist_ok=True)
    for file in [*files, *STATE.glob('*.journal')]:
        shutil.copy(file, directory)
