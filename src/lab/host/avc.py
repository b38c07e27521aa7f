"""The denials of a run, and those among them that are sevol's own."""

import collections
import re

DENIED = re.compile(r'avc:  denied  \{ (?P<perms>[^}]*) \} .*?scontext=(?P<scontext>\S+) tcontext=(?P<tcontext>\S+) tclass=(?P<tclass>\w+)')
INHERITED = re.compile(r'\{ (noatsecure|rlimitinh|siginh) \} .* tclass=process ')
JVM_PACKAGE = re.compile(r'\{ execmem \} .* scontext=\S+:dpkg_script_t:')
EVENT = re.compile(r'msg=audit\(([\d.:]+)\)')


def summary(log, pids, listing):
    """Prints the denials, each kind once, and writes them all to listing. Returns what is wrong, or nothing."""
    lines = log.read_text(errors='replace').splitlines()
    denials = [line for line in lines if 'avc:  denied' in line]
    listing.write_text('\n'.join(denials) + '\n')
    kinds = collections.Counter(filter(None, map(kind, denials)))
    print(f'\n{len(denials)} denials (all of them: {listing}):')
    for text, count in sorted(kinds.items()):
        print(f'{count:6} × {text}')
    print(flush=True)
    own = sevols(lines, set(map(int, pids.read_text().split())))
    return '\n    '.join(['denials of sevol itself:', *own]) if own else ''


def kind(line):
    """A denial without what differs from one to the next: pids, inodes, levels."""
    match = DENIED.search(line)
    if not match:
        return line
    comm = re.search(r' comm=("[^"]*"|\w+)', line)
    mode = ' (permissive)' if 'permissive=1' in line else ''
    return (f'{match["scontext"].split(":")[2]} {{ {match["perms"]} }} {match["tcontext"].split(":")[2]}:{match["tclass"]} '
            f'comm={comm[1] if comm else "?"}{mode}')


def sevols(lines, pids):
    """The AVC lines whose process is one that ran sevol, or its child, or any java (nothing else here is one), or
    whose domain is sevol's; but for the probe, which tries in each of these domains what must be denied, and
    for what every change of the domain is denied, which shows only where nothing is hidden from the log;
    and for the script of a JVM's own package, which runs it in vain."""
    suspects = set()
    for line in lines:
        if excused(line):
            continue
        event = EVENT.search(line)
        record = line.partition(' ')[0]
        if event and record in ('type=AVC', 'type=SYSCALL'):
            ids = {int(n) for n in re.findall(r' p?pid=(\d+)', line)}
            if ids & pids or re.search(r' exe="[^"]*/java"', line) or re.search(r' comm="(java|sevol)"', line) \
                    or re.search(r' (scontext|subj)=\w+:\w+:sevol_', line):
                suspects.add(event[1])
    # an AVC that is excused has a SYSCALL record, which tells nothing of why
    return [line for line in lines if 'avc:  denied' in line and not excused(line)
            and EVENT.search(line) and EVENT.search(line)[1] in suspects]


def excused(line):
    return ' comm="sevol-probe"' in line or INHERITED.search(line) or JVM_PACKAGE.search(line)
