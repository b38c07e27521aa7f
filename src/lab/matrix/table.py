#!/usr/bin/env python3
"""table.py RESULTS [TABLE]: compares what check said with what really happened, and prints the table.

Exit status 1 if a verdict was false, or an answer is missing, or more than 2 % are unknown.
"""

import collections
import datetime
import json
import sys
from pathlib import Path

NEEDS = {'r': 'read', 'w': 'write', 'x': 'exec'}
SIGN = {'ok': '+', 'no': '-', 'fine': '+', 'denied': '-', 'unknown': '?'}
# the worst first: what a combination is called that has several
RESULTS = ('broken', 'false fine', 'false denied', 'unknown', 'right')
UNKNOWN_AT_MOST = 0.02


def compared(line):
    """(need, predicted, real) of all that was both predicted and tried; words of SIGN, else None."""
    real = line['real']
    if not line['started']:
        return [('start', line['verdict'], 'no')]
    tried = [NEEDS[letter] for letter in line['needs']]
    access = line.get('access')
    if access:
        return [(need, access.get(need), real.get(need)) for need in tried if access.get(need) or not real.get(need)]
    # the verdict alone is about reading, and writing where the mount is not read-only
    used = [real.get(need) for need in ('read', 'write') if need in tried]
    return [('use', line['verdict'], worst(used, ('odd', None, 'no', 'ok')))]


def worst(words, order):
    return min(words, key=order.index)


def judged(predicted, real):
    """One of RESULTS."""
    if real not in ('ok', 'no') or predicted not in ('fine', 'denied', 'unknown'):
        return 'broken'
    if predicted == 'unknown':
        return 'unknown'
    if predicted == 'fine':
        return 'right' if real == 'ok' else 'false fine'
    return 'right' if real == 'no' else 'false denied'


def result(line):
    """One of RESULTS for a combination."""
    return worst([judged(predicted, real) for _, predicted, real in compared(line)] or ['broken'], RESULTS)


def outcome(line):
    """What really happened: fine where all that was tried was possible, else denied."""
    return 'fine' if line['started'] and set(line['real'].values()) == {'ok'} else 'denied'


def signs(line):
    """What happened to reading, writing and executing as three signs, and what was predicted where it differs."""
    if not line['started']:
        return 'no start' + ('' if result(line) == 'right' else '!' + SIGN.get(line['verdict'], '0'))
    happened = ''.join(SIGN.get(line['real'].get(need), '.' if letter not in line['needs'] else '0')
                       for letter, need in NEEDS.items())
    if result(line) == 'right':
        return happened
    said = {need: predicted for need, predicted, _ in compared(line)}
    return happened + '!' + ''.join(SIGN.get(said.get(need, said.get('use')), '0') for need in NEEDS.values())


COLUMNS = ('batch', 'option', 'security', 'fs', 'shape', 'label', 'other')
KEY = ('engine', 'round', *COLUMNS)
RUNS = [(engine, number) for engine in ('podman', 'docker') for number in (1, 2)]


def table(lines):
    """A row for each mount with the signs of all its runs, tab-separated."""
    rows = collections.defaultdict(dict)
    for line in lines:
        rows[tuple(line[column] or '-' for column in COLUMNS)][line['engine'], line['round']] = signs(line)
    head = [*COLUMNS, *(f'{engine} {number}' for engine, number in RUNS)]
    return ['\t'.join(head)] + ['\t'.join([*key, *(runs.get(run, '') for run in RUNS)]) for key, runs in rows.items()]


def summary(lines):
    """The figures by name."""
    found = collections.Counter(map(result, lines))
    happened = collections.Counter(map(outcome, lines))
    figures = {'combinations': len(lines), 'really denied': happened['denied'], 'really fine': happened['fine'],
               'comparisons': sum(len(compared(line)) for line in lines)}
    return figures | {name: found[name] for name in reversed(RESULTS)}


def passed(figures):
    return (figures['combinations'] > 0 and not figures['broken'] + figures['false fine'] + figures['false denied']
            and figures['unknown'] <= UNKNOWN_AT_MOST * figures['combinations'])


def told(line):
    """A combination that is not right, for a reader who has to find out why."""
    where = ' '.join(str(line[column]) for column in ('engine', 'batch', 'round', 'fs', 'shape', 'label', 'other'))
    details = ', '.join(f'{need}: said {predicted}, was {real}' for need, predicted, real in compared(line)
                        if judged(predicted, real) != 'right')
    return f'{result(line)}: {where}: {details}; {line["cause"]}: {line["reason"]}' + (f'; {line["odd"]}' if line['odd'] else '')


def main(results, to=None):
    lines = [json.loads(text) for text in Path(results).read_text().splitlines()]
    # of what was run again the last result counts
    lines = list({tuple(line[key] for key in KEY): line for line in lines if 'real' in line}.values())
    figures = summary(lines)
    text = [f'# {datetime.date.today()}', *(f'# {name}: {count}' for name, count in figures.items()), *table(lines)]
    print('\n'.join(text))
    print('\n'.join(told(line) for line in lines if result(line) != 'right'))
    print(', '.join(f'{name}: {count}' for name, count in figures.items()))
    if to:
        Path(to).write_text('\n'.join(text) + '\n')
    return 0 if passed(figures) else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
