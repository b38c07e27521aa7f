"""What is done with a fix that was cut off, and what is to be true after it."""

import shutil
import subprocess
import sys
from pathlib import Path

from crash import journals, strace

KEPT = Path('/root/crash-kept')  # what the policy store is put back from
STATE = Path('/var/lib/sevol/fixes')
WAYS = ('again', 'resume', 'undo', 'again, undo', 'resume, undo')


def words(place, phase):
    """The words of a fix, or of the undo of one, which is applied for it."""
    if phase == 'apply':
        return ['fix', '--apply', place.tree]
    said, status = strace.sevol('fix', '--apply', place.tree)
    if status:
        raise OSError(f'apply, undisturbed: exit status {status}: {said}')
    return ['fix', '--undo', journals.all_of()[-1].id]


def observed(place, phase, log):
    """The calls of an undisturbed apply, or undo; that the labels are as they should be after it is checked."""
    said, status = strace.ended(strace.start(words(place, phase), log))
    wrong = [f'exit status {status}: {said}'] if status else place.finished() if phase == 'apply' else place.as_before()
    calls = [call for call in strace.logged(log) if call.about != 'other']
    if not wrong and phase == 'apply':
        wrong = undone(place, journals.all_of()[-1].id)
    if wrong:
        sys.exit(f'{phase}, undisturbed: ' + '; '.join(wrong[:5]))
    return calls


def chosen(rng, calls, count):
    """Seeded calls, of each kind alike; where a kind has fewer, the others have more."""
    kinds = [[call for call in calls if kind(call) == wanted] for wanted in ('journal', 'swap', 'turn', 'labels', 'store')]
    picked = []
    while len(picked) < count and any(kinds):
        left = [calls for calls in kinds if calls]
        calls = left[len(picked) % len(left)]
        picked.append(calls.pop(rng.randrange(len(calls))))
    return picked


def kind(call):
    """What the call is about.

    "swap" puts the store's new directory in the place of the old one, "turn" does it with a file that is installed.
    """
    if call.about != 'store':
        return call.about
    if call.name in strace.SYNCS:
        return 'turn'
    moved = call.name.startswith('rename') and not any(place in call.arguments for place in ('/default/tmp/', '/final/'))
    return 'store' if not moved else 'swap' if '/active"' in call.arguments else 'turn'


def recovered(place, way, mine):
    """What is wrong after a fix was finished, or undone, or both in turn. mine: its journal, if it has one.

    What is only finished is put back without sevol.
    """
    if way == 'undo':
        return undone(place, mine[-1].id) if mine and mine[-1].header else place.as_before()
    if way.startswith('again'):
        said, status = strace.sevol('fix', '--apply', place.tree)
        wrong = [f'again: exit status {status}: {said}'] if status else place.finished()
    else:
        said, status = strace.sevol('fix', '--resume')
        wrong = [f'resume: exit status {status}: {said}'] if status else [
            f'{journal.id}: still unfinished' for journal in journals.all_of() if journal.unfinished]
        newest = journals.all_of()[-1:]
        undone_by_it = not newest or newest[0].last in ('UNDONE', 'no header')
        wrong = wrong or (place.as_before() if undone_by_it else place.finished())
        if undone_by_it:
            return wrong
    if not wrong and way.endswith('undo'):
        wrong = undone(place, journals.all_of()[-1].id)
    elif not wrong:
        put_back(place)
    return wrong


def undone(place, id):
    said, status = strace.sevol('fix', '--undo', id)
    return [f'undo {id}: exit status {status}: {said}'] if status else place.as_before()


def keep():
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    subprocess.run(['cp', '-a', '/var/lib/selinux/default', KEPT / 'store'], check=True)
    subprocess.run(['cp', '-a', '/etc/selinux/default', KEPT / 'host'], check=True)


def put_back(place):
    """Everything as it was, without sevol."""
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
