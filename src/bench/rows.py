"""The rows of the table: what sevol does, what people would use instead, and what it must reach."""

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import inputs
from pairs import Command

TREE = Path('/srv/sevol-bench')
RULE = f'{TREE}(/.*)?\t{inputs.GOOD}\n'


class Row(NamedTuple):
    """goals: the most that the ratio to a peer may be, by its name, or 'fastest' for whichever is; memory: the most MiB."""
    work: str
    one: Command
    others: list
    goals: dict
    memory: int = 0


class Bench:
    """A place with all inputs."""

    def __init__(self, image, place, policy):
        self.image, self.place = image, place
        self.sevol = image / 'bin/sevol'
        self.policy = place / 'policy'
        self.rehearsed = self.rehearse()
        self.contexts(policy)

    def rehearse(self):
        """sevol's launcher with its class that takes this machine for an enforcing one."""
        text = self.sevol.read_text()
        changed = text.replace('home=${self%/bin/*}', f'home={self.image}').replace(
            '-jar "$home/lib/sevol.jar"', f'-Dsevol.policy={self.policy} -cp "$home/lib/sevol.jar" sevol.app.Rehearsal')
        if changed.count(str(self.image)) != 1 or 'Rehearsal' not in changed:
            raise SystemExit('src/bench: the launcher is not what it was')
        to = self.place / 'sevol'
        to.write_text(changed)
        to.chmod(0o755)
        return to

    def contexts(self, policy):
        """A policy's file contexts as a host has them: compiled, and with one rule of its own."""
        shutil.rmtree(self.policy, ignore_errors=True)
        shutil.copytree(policy / 'contexts', self.policy / 'contexts')
        files = self.policy / 'contexts/files'
        (files / 'file_contexts.local').write_text(RULE)
        for name in ('file_contexts', 'file_contexts.homedirs', 'file_contexts.local'):
            subprocess.run(['sefcontext_compile', files / name], check=True)

    def log(self, events=388_000, denials=387):
        return inputs.kept(self.place / f'audit-{events}.log', inputs.audit_log, events, denials)

    def tree(self, entries=202_000, wrong=200):
        return inputs.kept(TREE / f'tree-{entries}-{wrong}', inputs.tree, entries, wrong)

    def check(self, path):
        return [self.rehearsed, 'check', '--json', '--engine', 'podman', '-v', f'{path}:/data']

    def fix(self, path):
        return [self.rehearsed, 'fix', '--json', '--apply', '--state', self.place / 'fixes', path]

    def loop(self):
        program = self.place / 'loop'
        subprocess.run(['gcc', '-O2', '-Wall', '-o', program, Path(__file__).with_name('loop.c')], check=True)
        return program

    def spec(self):
        return self.policy / 'contexts/files/file_contexts'

    def all(self):
        log, tree, small, wrong = self.log(), self.tree(), self.tree(101, 0), self.tree(202_000, 202_000)

        def mislabel():
            inputs.label_all(wrong, inputs.WRONG)
            shutil.rmtree(self.place / 'fixes', ignore_errors=True)

        java = Command('java -version', ['java', '-version'])
        return [
            Row('explain a log of 280 MB', Command('explain', [self.sevol, 'explain', '--json', log], (1,)), [
                Command('ausearch', ['ausearch', '-if', log, '-m', 'AVC', '--raw']),
                Command('grep', ['grep', '-F', 'avc:  denied', log])], {'ausearch': 0.35}, 128),
            Row('check of a tree of 202,000 entries', Command('check', self.check(tree), (1,)), [
                Command('setfiles', ['setfiles', '-n', '-v', '-T', '0', self.spec(), tree]),
                Command('getfattr', ['getfattr', '-R', '-P', '-n', inputs.ATTRIBUTE, tree]),
                Command('ls', ['ls', '-ZR', tree]),
                Command('C loop', [self.loop(), tree])], {'setfiles': 0.35, 'C loop': 0.9}),
            Row('check of a directory', Command('check', self.check(small)), [
                java, Command('python3', ['python3', '-c', 'pass'])], {'java -version': 3}),
            Row('check_sevol', Command('check_sevol', [self.sevol, 'check_sevol'], (0, 1, 2, 3)), [java], {'java -version': 3}),
            Row('fix of that tree, all of it wrong', Command('fix', self.fix(wrong), (0,), mislabel), [
                Command('setfiles', ['setfiles', '-F', '-T', '0', self.spec(), wrong], (0,), mislabel),
                Command('chcon', ['chcon', '-R', inputs.GOOD, wrong], (0,), mislabel)], {'fastest': 0.7}),
        ]
