"""What a fix may change, and what it must leave alone: a tree with labels of every kind, and its neighbour."""

import os
import re
import shutil
import subprocess
from pathlib import Path

BASE = Path('/srv/crash')
STORE = Path('/var/lib/selinux/default/active/file_contexts.local')
HOST = Path('/etc/selinux/default/contexts/files/file_contexts.local')
ATTRIBUTE = 'security.selinux'
# what stands in a tree that was copied, restored, used by one container, written by a service
LABELS = ('system_u:object_r:default_t:s0', 'unconfined_u:object_r:user_home_t:s0', 'system_u:object_r:unlabeled_t:s0',
          'system_u:object_r:container_file_t:s0:c7,c8', 'system_u:object_r:container_file_t:s0',
          'unconfined_u:object_r:tmp_t:s0', 'system_u:object_r:httpd_sys_content_t:s0')
PLANNED = 'system_u:object_r:container_file_t:s0'
# the administrator's own: the middle one is replaced by the fix, and must come back at its place
RULES = ((BASE / 'other(/.*)?', 'etc_t'), (BASE / 'tree(/.*)?', 'var_t'), (BASE / 'last', 'tmp_t'))


class Scene:
    """A tree of some hundred entries below a directory, and beside it what nobody asked to change."""

    def __init__(self, base=BASE):
        self.base = Path(base)
        self.tree = self.base / 'tree'
        self.before, self.rules = {}, []

    def make(self, entries, rng):
        """Makes it anew; which entry has which label is the generator's choice."""
        for old in (self.tree, self.base / 'beside'):
            shutil.rmtree(old, ignore_errors=True)
        fill(self.base / 'beside', 40, rng)
        fill(self.tree, entries, rng)
        os.symlink('../beside', self.tree / 'outside')  # what follows links, ends up there
        os.symlink('/etc/passwd', self.tree / 'far')
        os.link(self.tree / 'd0/f1', self.tree / 'd0/twin')
        for top in (self.tree, self.base / 'beside'):
            for path in entries_of(top):
                os.setxattr(path, ATTRIBUTE, rng.choice(LABELS).encode(), follow_symlinks=False)
        os.sync()
        self.remember()

    def remember(self):
        self.before = self.labels()
        self.rules = rules(STORE)

    def labels(self):
        """The label of every entry, by its path, in the tree and beside it."""
        return {path: label(path) for path in entries_of(self.base)} | {path: label(path) for path in ('/etc/passwd', '/etc')}

    def inside(self, path):
        return path == str(self.tree) or path.startswith(f'{self.tree}/')

    def half_way(self):
        """What is wrong at a moment at which a fix was cut off."""
        now = self.labels()
        wrong = [f'{path}: gone' for path in self.before.keys() - now.keys()]
        for path, context in now.items():
            allowed = {self.before.get(path)} | ({PLANNED} if self.inside(path) else set())
            if context not in allowed:
                wrong.append(f'{path}: {context}, was {self.before.get(path)}')
        return wrong

    def finished(self):
        """What is wrong after a fix that says it is done."""
        wrong = self.half_way()
        wrong += [f'{path}: still {context}' for path, context in self.labels().items()
                  if self.inside(path) and context != PLANNED]
        for file in (STORE, HOST):
            mine = [line for line in rules(file) if line.startswith(f'{self.tree}(/.*)?')]
            if [line.split()[-1] for line in mine] != [PLANNED]:
                wrong.append(f'{file}: the rules of the tree are {mine}')
            if set(rules(file)) - set(mine) != set(self.rules) - {line for line in self.rules if line.startswith(f'{self.tree}(')}:
                wrong.append(f'{file}: another rule changed: {rules(file)}')
        said = run('restorecon', '-RFvn', self.tree)
        return wrong + ([f'restorecon would change: {said.splitlines()[:3]}'] if said else [])

    def as_before(self):
        """What is not as it was before the fix."""
        now = self.labels()
        wrong = [f'{path}: {now.get(path)}, was {context}' for path, context in self.before.items() if now.get(path) != context]
        return wrong + [f'{file}: {rules(file)}, was {self.rules}' for file in (STORE, HOST) if rules(file) != self.rules]

    def reset(self):
        """Sets every label as it was, without sevol."""
        for path, context in self.before.items():
            if label(path) != context:
                os.setxattr(path, ATTRIBUTE, context.encode(), follow_symlinks=False)


def fill(top, entries, rng):
    """Directories of up to a dozen files, some below others."""
    top.mkdir(parents=True)
    directories, made = [top], 0
    while made < entries:
        directory = rng.choice(directories[-3:]) / f'd{len(directories) - 1}'
        directory.mkdir()
        directories.append(directory)
        for n in range(12):
            (directory / f'f{n}').write_text(f'{n}\n')
        made += 13


def entries_of(top):
    yield str(top)
    for directory, names, files in os.walk(top):
        yield from (os.path.join(directory, name) for name in names + files)


def label(path):
    return os.getxattr(path, ATTRIBUTE, follow_symlinks=False).rstrip(b'\0').decode()


def rules(file):
    """The local rules in their order; none where there is no file."""
    text = file.read_text() if file.exists() else ''
    return [re.sub(r'\s+', ' ', line).strip() for line in text.splitlines() if line.strip() and not line.startswith('#')]


def add_rules():
    """The administrator's rules, as one would put them."""
    lines = ''.join(f'fcontext -a -t {kind} "{spec}"\n' for spec, kind in RULES)
    subprocess.run(['semanage', 'import'], input=lines, text=True, check=True)


def run(*command):
    """What a command says; through a pipe, for setfiles may not write to our files."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL).stdout
