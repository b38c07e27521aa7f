"""The judgement over fixes that were cut off: what was logged, what was called, what a journal promises."""

import os
import struct
import tempfile
import unittest
from pathlib import Path

from crash import held, journals, logwrites, promise, recovery, scene

OLD, NEW = 'u:object_r:old_t:s0', scene.PLANNED


class LogTest(unittest.TestCase):
    def log(self, *records):
        """A log with sectors of 512 bytes of (sector, flags, content) records."""
        whole = logwrites.SUPER.pack(logwrites.MAGIC, 1, len(records), 512).ljust(512, b'\0')
        for sector, flags, content in records:
            mark = flags & logwrites.MARK
            head = logwrites.ENTRY.pack(sector, 0 if mark else len(content) // 512, flags, len(content) if mark else 0)
            whole += (head + (content if mark else b'')).ljust(512, b'\0')
            whole += b'' if flags & (logwrites.MARK | logwrites.DISCARD) else content
        file = tempfile.TemporaryFile()
        file.write(whole)
        file.flush()
        self.addCleanup(file.close)
        return file.fileno()

    def test_writes_are_done_again_in_their_order_and_a_discard_is_not(self):
        log = self.log((1, 0, b'a' * 1024), (2, logwrites.FUA, b'b' * 512), (0, logwrites.MARK, b'end'), (1, logwrites.DISCARD, b'x' * 512))
        found = logwrites.entries(log)
        self.assertEqual([False, True, True, False], [entry.durable for entry in found])
        self.assertEqual('end', found[2].mark)
        with tempfile.TemporaryFile() as device:
            for entry in found:
                logwrites.replay(log, entry, device.fileno())
            self.assertEqual(b'\0' * 512 + b'a' * 512 + b'b' * 512, os.pread(device.fileno(), 4096, 0))

    def test_what_is_no_log_is_said_to_be_none(self):
        with tempfile.TemporaryFile() as file:
            file.write(struct.pack('<QQQI', 1, 1, 1, 512))
            file.flush()
            self.assertRaises(ValueError, logwrites.entries, file.fileno())


class CallsTest(unittest.TestCase):
    def test_calls_are_counted_by_name_over_all_threads(self):
        log = ['7 write(</s/fixes/1.journal>)\n', '8 fsync(</s/fixes/1.journal>) SKIPPED\n', '7 setxattr("/srv/t/a")\n',
               '8 setxattr("/srv/t/b")\n', '0 held()\n', '7 syncfs(</srv/t>)\n', '7 write(</s/fixes/1.journal>)\n',
               '7 rename("/var/lib/selinux/default/tmp", "/var/lib/selinux/default/active")\n', '7 writ']
        self.assertEqual([('write', 1, 'journal'), ('fsync', 1, 'journal'), ('setxattr', 1, 'labels'), ('setxattr', 2, 'labels'),
                          ('syncfs', 1, 'labels'), ('write', 2, 'journal'), ('rename', 1, 'store')],
                         [(call.name, call.nth, call.about) for call in held.calls(log)])

    def test_what_a_call_is_about(self):
        kinds = {'2 rename("/var/lib/selinux/default/tmp", "/var/lib/selinux/default/active")': 'swap',
                 '2 rename("/var/lib/selinux/default/tmp/a.tmp", "/var/lib/selinux/default/tmp/a")': 'store',
                 '2 rename("/etc/selinux/default/seusers.tmp", "/etc/selinux/default/seusers")': 'turn',
                 '2 fsync(</var/lib/sevol/fixes>)': 'journal'}
        self.assertEqual(list(kinds.values()), [recovery.kind(call) for call in held.calls(kinds)])


class Place(scene.Scene):
    """A scene whose labels are told."""

    def __init__(self, base, now):
        super().__init__(base)
        self.now = {str(self.base / name): label for name, label in now.items()}
        self.before = {path: OLD for path in self.now}
        self.rules = [f'/other(/.*)? {OLD}']

    def labels(self):
        return self.now


class PromiseTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.base = Path(temporary.name)
        (self.base / 'tree').mkdir()
        (self.base / 'tree/f').touch()
        self.ino = (self.base / 'tree/f').lstat().st_ino

    def broken(self, journal, now, ruled=False):
        file = self.base / '20261125-120000-abcd.journal'
        file.write_text(journal)
        place = Place(self.base, now)
        rules = place.rules + ([f'/t(/.*)? {NEW}'] if ruled else [])
        return [line.partition(':')[0] for line in promise.broken(place, [journals.Journal(file)], rules, rules)]

    def head(self):
        rules = [f'{{"spec": "/other(/.*)?", "context": "{OLD}"}}', f'{{"spec": "/t(/.*)?", "context": "{NEW}"}}']
        return f'{{"id": "x", "before": [{rules[0]}], "after": [{", ".join(rules)}]}}\n'

    def note(self, was=OLD):
        return f'{{"ino": {self.ino}, "was": "{was}", "to": "{NEW}"}}\n'

    def test_a_label_that_is_noted_may_be_changed_before_the_fix_is_done(self):
        self.assertEqual([], self.broken(self.head() + self.note() + '{"step":"JOURNALED"}\n', {'tree': OLD, 'tree/f': NEW}, True))

    def test_a_label_whose_note_is_lost_is_found(self):
        self.assertEqual(['not noted'], self.broken(self.head() + '{"step":"JOURNALED"}\n', {'tree': OLD, 'tree/f': NEW}))
        self.assertEqual(['not noted'], self.broken(self.head() + self.note('u:r:x_t:s0') + '{"step":"RULE"}\n', {'tree/f': NEW}))

    def test_before_the_first_step_nothing_may_be_changed(self):
        for journal in ('', self.head()[:20], self.head() + self.note(), self.head() + '{"step":"UNDONE"}\n'):
            self.assertEqual(['unknown', 'unknown rule', 'unknown rule'], self.broken(journal, {'tree': OLD, 'tree/f': NEW}, True))
            self.assertEqual([], self.broken(journal, {'tree': OLD, 'tree/f': OLD}))

    def test_done_means_every_label_and_the_rule(self):
        done = self.head() + self.note() + '{"step":"DONE"}\n'
        self.assertEqual([], self.broken(done, {'tree/f': NEW}, True))
        self.assertEqual(['not done', 'rule not done', 'rule not done'], self.broken(done, {'tree': OLD, 'tree/f': NEW}))

    def test_nothing_outside_the_tree_is_ever_right(self):
        (self.base / 'tree2').mkdir()  # a name that begins like the tree's
        self.assertEqual(['outside', 'not noted'],
                         self.broken(self.head() + self.note() + '{"step":"RULE"}\n', {'tree/f': NEW, 'tree2': NEW}))


if __name__ == '__main__':
    unittest.main()
