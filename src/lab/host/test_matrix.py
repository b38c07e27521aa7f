"""The matrix's judgement: what is false, what is unknown, what an engine that refuses means."""

import os
import platform
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from matrix import plan, table, tree


def line(verdict='fine', needs='rxw', access=None, started=True, odd=None, **real):
    return {'engine': 'podman', 'batch': 'b', 'round': 1, 'option': '-', 'security': '', 'fs': 'ext4', 'shape': 'tree',
            'label': 'a_t:s0', 'other': '-', 'needs': needs, 'started': started, 'real': real, 'odd': odd,
            'verdict': verdict, 'access': access, 'cause': None, 'reason': ''}


def access(read='fine', write='fine', exec='fine'):
    return {'read': read, 'write': write, 'exec': exec}


ALL = {'read': 'ok', 'write': 'ok', 'exec': 'ok'}


class JudgementTest(unittest.TestCase):
    def test_what_was_predicted_and_happened_is_right(self):
        self.assertEqual('right', table.result(line(access=access(), **ALL)))
        self.assertEqual('right', table.result(line('denied', access=access(write='denied'), **ALL | {'write': 'no'})))

    def test_fine_that_was_refused_is_false(self):
        self.assertEqual('false fine', table.result(line(access=access(), **ALL | {'exec': 'no'})))

    def test_denied_that_was_possible_is_false(self):
        self.assertEqual('false denied', table.result(line('denied', access=access(write='denied'), **ALL)))

    def test_a_false_fine_outweighs_an_unknown(self):
        self.assertEqual('false fine', table.result(line(access=access(read='unknown'), **ALL | {'exec': 'no'})))
        self.assertEqual('unknown', table.result(line(access=access(read='unknown'), **ALL)))

    def test_the_verdict_alone_is_about_reading_and_writing(self):
        self.assertEqual('right', table.result(line('fine', **ALL | {'exec': 'no'})))
        self.assertEqual('right', table.result(line('denied', **ALL | {'write': 'no'})))
        self.assertEqual('right', table.result(line('fine', needs='rx', read='ok', exec='no')))
        self.assertEqual('false fine', table.result(line('fine', **ALL | {'write': 'no'})))

    def test_no_answer_is_never_right(self):
        self.assertEqual('broken', table.result(line(access=access())))
        self.assertEqual('broken', table.result(line(None, **ALL)))
        self.assertEqual('broken', table.result(line(access=access(), **ALL | {'write': 'odd'})))

    def test_a_container_that_does_not_start_was_denied(self):
        self.assertEqual('right', table.result(line('denied', started=False)))
        self.assertEqual('false fine', table.result(line('fine', access=access(), started=False)))
        self.assertEqual('denied', table.outcome(line(started=False)))


class FiguresTest(unittest.TestCase):
    def test_one_false_verdict_fails_all(self):
        lines = [line(access=access(), **ALL)] * 99
        self.assertTrue(table.passed(table.summary(lines)))
        self.assertFalse(table.passed(table.summary([*lines, line(access=access(), **ALL | {'read': 'no'})])))

    def test_two_percent_may_be_unknown(self):
        lines = [line(access=access(), **ALL)] * 98
        unknown = line('unknown', access=access('unknown'), **ALL)
        self.assertTrue(table.passed(table.summary([*lines, unknown, unknown])))
        self.assertFalse(table.passed(table.summary([*lines, unknown, unknown, unknown])))

    def test_nothing_at_all_does_not_pass(self):
        self.assertFalse(table.passed(table.summary([])))

    def test_a_row_shows_what_happened_and_a_false_prediction(self):
        rows = table.table([line('denied', access=access(write='denied'), **ALL | {'write': 'no'}),
                            line(access=access(), **ALL | {'exec': 'no'}) | {'engine': 'docker'}])
        self.assertEqual(['b', '-', '-', 'ext4', 'tree', 'a_t:s0', '-', '+-+', '', '++-!+++', ''], rows[1].split('\t'))


class PlanTest(unittest.TestCase):
    def test_every_batch_has_sources_and_a_name_of_its_own(self):
        for engine in plan.ENGINES:
            batches = plan.batches(engine)
            self.assertEqual(len(batches), len({batch.name for batch in batches}))
            self.assertEqual([], [batch.name for batch in batches if not batch.sources])

    def test_a_mount_is_written_as_the_option_says(self):
        batch = {batch.name: batch for batch in plan.batches('podman')}
        self.assertEqual(['-v', '/a:/m/1'], batch['plain'].mount('/a', '/m/1'))
        self.assertEqual(['-v', '/a:/m/1:ro,z'], batch['ro-shared'].mount('/a', '/m/1'))
        self.assertEqual(['--mount', 'type=bind,src=/a,dst=/m/1,readonly'], batch['mount-ro'].mount('/a', '/m/1'))
        self.assertTrue(batch['mount-ro'].read_only)


class ProbeTest(unittest.TestCase):
    def setUp(self):
        root = tempfile.TemporaryDirectory()
        self.addCleanup(root.cleanup)
        self.root = Path(root.name)

    def place(self, n):
        return self.root / 'm' / str(n)

    def probe(self, *words, **who):
        done = subprocess.run(['sh', plan.HERE / 'probe.sh', *words], env=dict(os.environ, root=str(self.root)),
                              capture_output=True, text=True, check=True, **who)
        return done.stdout.splitlines()

    @unittest.skipUnless(platform.machine() == 'x86_64', 'its program is for x86-64')
    def test_two_containers_may_do_everything_in_a_plain_tree(self):
        tree.plain(self.place(1))
        self.assertEqual(['@ 1 read=ok exec=ok write=ok', '@ end'], self.probe('1', '1:tree:rxw:0'))
        self.assertTrue((self.place(1) / 'leftdir/in.sh').exists())
        self.assertEqual(['@ 1 read=ok exec=ok write=ok', '@ end'], self.probe('2', '1:tree:rxw:1'))
        self.assertEqual([], list(self.place(1).iterdir()))

    def test_a_failure_that_is_no_denial_is_shown(self):
        tree.plain(self.place(1))
        (self.place(1) / 'sub/b.sh').unlink()
        lines = self.probe('1', '1:tree:r:0')
        self.assertEqual('@ 1 read=odd', lines[-2])
        self.assertTrue(re.match('@odd 1 see .*b.sh', lines[0]), lines)

    def test_what_is_refused_is_told_for_every_kind(self):
        tree.plain(self.place(1))
        os.mkfifo(self.place(2))
        tree.bind(self.place(3))
        tree.write(self.place(4), tree.SCRIPT)
        for n in (1, 2, 3, 4):
            self.place(n).chmod(0)
        self.root.chmod(0o755)
        nobody = {'user': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}
        self.assertEqual(['@ 1 read=no exec=no write=no', '@ 2 read=no write=no', '@ 3 read=no write=no',
                          '@ 4 read=no exec=no write=no', '@ end'],
                         self.probe('1', '1:tree:rxw:0', '2:fifo:rw:0', '3:socket:rw:0', '4:file:rxw:0', **nobody))
        self.place(1).chmod(0o755)

    def test_a_single_file_a_fifo_and_a_new_directory(self):
        self.place(1).parent.mkdir()
        tree.write(self.place(1), tree.SCRIPT)
        os.mkfifo(self.place(2))
        self.place(3).mkdir()
        tree.bind(self.place(4))
        self.assertEqual(['@ 1 read=ok exec=ok write=ok', '@ 2 read=ok write=ok', '@ 3 read=ok exec=ok write=ok',
                          '@ 4 read=ok write=ok', '@ end'],
                         self.probe('1', '1:file:rxw:0', '2:fifo:rw:0', '3:empty:rxw:0', '4:socket:rw:0'))


if __name__ == '__main__':
    unittest.main()
