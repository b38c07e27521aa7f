"""What a journal promises about the labels and the rules beside it, wherever a power cut came."""

import os

from crash import scene


def broken(place, journals, store, host):
    """Each promise that does not hold, in a line that begins with its name.

    place: a scene as it is now and was; store, host: the local rules in the policy
    store now, and in what is installed of it.
    """
    now = place.labels()
    changed = {path: context for path, context in now.items() if context != place.before.get(path)}
    wrong = [f'outside: {path} is {context}' for path, context in changed.items() if not place.inside(path)]
    wrong += [f'gone: {path}' for path in place.before.keys() - now.keys()]
    journal = journals[-1] if journals else None
    last = journal.last if journal else 'no journal'
    begun = journal is not None and journal.header is not None and journal.steps
    if not begun or last == 'UNDONE':
        wrong += [f'unknown: {path} is {context}, and the journal says nothing was changed ({last})' for path, context in changed.items()]
        for where, rules in (('store', store), ('host', host)):
            if rules != place.rules:
                wrong.append(f'unknown rule: the {where} has it, and the journal says nothing was changed ({last})')
        return wrong
    for path, context in changed.items():
        note = journal.noted.get(os.lstat(path).st_ino)
        if note is None or note['was'] != place.before[path] or note['to'] != context:
            wrong.append(f'not noted: {path} is {context}, noted is {note}')
    after = [text(rule) for rule in journal.header.get('after', [])]
    if last == 'DONE':
        wrong += [f'not done: {path} is {context}, and the journal says done' for path, context in now.items()
                  if place.inside(path) and context != scene.PLANNED]
    for where, rules in (('store', store), ('host', host)):
        if last == 'DONE' and keys(rules) != after:
            wrong.append(f'rule not done: the {where} has none, and the journal says done: {rules}')
        elif keys(rules) not in (after, keys(place.rules)):
            wrong.append(f'rules: neither as before nor as planned: {rules}')
    return wrong


def text(rule):
    """A rule of a journal's header as the store writes it, for all kinds of file alike."""
    return f'{rule["spec"]} {rule["context"]}'


def keys(rules):
    """The lines of the store's file in the same way: a line may name a kind of file between the two."""
    return [f'{line.split()[0]} {line.split()[-1]}' for line in rules]
