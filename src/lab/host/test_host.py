"""The lab's own judgement: which denials are sevol's, which mirror is the machine's, which machine runs what."""

import contextlib
import io
import os
import tempfile
import threading
import unittest
from pathlib import Path

from host import avc, disk, machine, mirror, work

DENIAL = ('type=AVC msg=audit(5.001:{id}): avc:  denied  {{ read }} for  pid={pid} comm="{comm}" name="d" dev="vda" ino=1 '
          'scontext=u:r:a_t:s0:c1,c2 tcontext=u:object_r:b_t:s0 tclass=dir permissive=0')
SYSCALL = 'type=SYSCALL msg=audit(5.001:{id}): arch=c000003e success=no ppid={ppid} pid={pid} comm="x" exe="{exe}"'


def denial(id, pid=10, comm='touch', ppid=1, exe='/usr/bin/touch'):
    return [DENIAL.format(id=id, pid=pid, comm=comm), SYSCALL.format(id=id, pid=pid, ppid=ppid, exe=exe)]


class AvcTest(unittest.TestCase):
    def test_a_denial_of_another_process_is_not_sevols(self):
        self.assertEqual([], avc.sevols(denial(1), {77}))

    def test_a_denial_is_sevols_by_its_pid_even_without_a_syscall_record(self):
        lines = denial(1, pid=77)[:1]
        self.assertEqual(lines, avc.sevols(lines, {77}))

    def test_a_child_of_sevol_is_sevol(self):
        lines = denial(1, ppid=77)
        self.assertEqual(lines[:1], avc.sevols(lines, {77}))

    def test_a_java_thread_is_sevol_whatever_its_name(self):
        lines = denial(1, comm='log-tail', exe='/usr/lib/jvm/java-21-openjdk-amd64/bin/java')
        self.assertEqual(lines[:1], avc.sevols(lines + denial(2), set()))

    def test_what_runs_in_a_domain_of_sevols_is_sevol(self):
        lines = [denial(1, comm='id', exe='/usr/bin/id')[0].replace('u:r:a_t:', 'system_u:system_r:sevol_status_t:')]
        self.assertEqual(lines, avc.sevols(lines, set()))

    def test_what_the_probe_of_a_domain_is_denied_is_meant_to_be(self):
        lines = denial(1, comm='sevol-probe')[0].replace('u:r:a_t:', 'system_u:system_r:sevol_t:')
        self.assertEqual([], avc.sevols([lines], set()))

    def test_a_change_of_the_domain_drops_signals_and_limits(self):
        line = denial(1)[0].replace('u:r:a_t:', 'system_u:system_r:sevol_fix_t:')
        inherited = line.replace('{ read }', '{ siginh }').replace('tclass=dir', 'tclass=process')
        self.assertEqual([line], avc.sevols([line, inherited.replace('5.001:1', '5.001:2')], set()))

    def test_a_jvms_own_package_is_not_sevol(self):
        lines = denial(1, comm='java', exe='/usr/lib/jvm/java-25-openjdk-amd64/bin/java')
        lines[0] = lines[0].replace('u:r:a_t:', 'u:r:dpkg_script_t:').replace('{ read }', '{ execmem }')
        self.assertEqual([], avc.sevols(lines, set()))

    def test_the_kind_of_a_denial_leaves_out_what_differs_each_time(self):
        self.assertEqual('a_t { read } b_t:dir comm="touch"', avc.kind(denial(1)[0]))


class BootTest(unittest.TestCase):
    """The machine is a shell here, which says what a machine's console does."""

    def boot(self, script):
        with tempfile.TemporaryDirectory() as there, open(os.devnull, 'wb') as console:
            booted = machine.Machine.__new__(machine.Machine)
            booted.name, booted.seen, booted.console = None, b'', console
            booted.command = ['sh', '-c', f'cd {there}; {script}']
            booted.process = booted._started()
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    booted.boot(10)
            finally:
                booted.process.kill()
                booted.process.communicate()

    def test_a_kernel_that_panics_is_given_a_second_try(self):
        self.boot('[ -e tried ] && echo LAB-READY && read x; touch tried; echo Kernel panic')

    def test_but_not_a_third_one(self):
        self.assertRaises(machine.MachineError, self.boot, 'echo Kernel panic')

    def test_a_machine_that_ends_otherwise_is_given_none(self):
        self.assertRaises(machine.MachineError, self.boot, '[ -e tried ] && echo LAB-READY && read x; touch tried')


class MirrorTest(unittest.TestCase):
    def of(self, **files):
        with tempfile.TemporaryDirectory() as apt:
            (Path(apt) / 'sources.list.d').mkdir()
            for name, text in files.items():
                name = name.replace('_', '.')
                (Path(apt) / ('' if name == 'sources.list' else 'sources.list.d') / name).write_text(text)
            return mirror.of_this_machine(Path(apt))

    def test_a_classic_entry(self):
        self.assertEqual('http://ftp.example.org/debian',
                         self.of(sources_list='# deb http://no/debian x main\ndeb [arch=amd64] http://ftp.example.org/debian/ trixie main\n'))

    def test_a_deb822_stanza_and_not_another_archive(self):
        text = 'Types: deb\nURIs: http://x/debian-security\n\nTypes: deb\n# http://no\nURIs: http://ftp.example.org/debian\nSuites: bookworm\n'
        self.assertEqual('http://ftp.example.org/debian', self.of(debian_sources=text, nodesource_list='deb https://node/x y main\n'))

    def test_a_stanza_switched_off(self):
        self.assertEqual(mirror.DEFAULT, self.of(debian_sources='Types: deb\nEnabled: no\nURIs: http://ftp.example.org/debian\n'))

    def test_a_file_of_mirrors(self):
        with tempfile.NamedTemporaryFile('w') as mirrors:
            mirrors.write('http://ftp.example.org/debian\n')
            mirrors.flush()
            self.assertEqual('http://ftp.example.org/debian', self.of(debian_sources=f'Types: deb\nURIs: mirror+file://{mirrors.name}\n'))


class DiskTest(unittest.TestCase):
    def test_the_key_changes_with_a_file_of_the_recipe(self):
        with tempfile.TemporaryDirectory() as recipe:
            packages = Path(recipe, 'packages')
            packages.write_text('podman\n')
            before = disk.key(Path(recipe))
            self.assertEqual(before, disk.key(Path(recipe)))
            packages.write_text('docker\n')
            self.assertNotEqual(before, disk.key(Path(recipe)))


class WorkTest(unittest.TestCase):
    BOTH = ('podman', 'docker')
    WANTED = [('a', 'podman'), ('a', 'docker'), ('b', 'podman'), ('c', 'podman'), ('c', 'docker')]  # b: once

    def test_a_machine_takes_its_own_first_and_then_what_is_for_any(self):
        todo = work.Work(self.WANTED, {'b'})
        self.assertEqual([('a', 'docker'), ('c', 'docker'), ('b', 'podman'), None], [todo.take('docker') for _ in range(4)])
        self.assertEqual([('a', 'podman'), ('c', 'podman'), None], [todo.take('podman') for _ in range(3)])

    def test_a_machine_alone_takes_all_in_order(self):
        todo = work.Work(self.WANTED, {'b'})
        self.assertEqual(self.WANTED + [None], [todo.take() for _ in range(6)])

    def test_the_summary_has_the_order_of_what_was_wanted_and_what_was_not_run_did_not_pass(self):
        todo = work.Work(self.WANTED, {'b'})
        todo.done(('c', 'docker'), True, 3)
        todo.done(('a', 'docker'), False, 2)
        self.assertEqual([(False, 0), (False, 2), (False, 0), (False, 0), (True, 3)],
                         [(passed, seconds) for _, passed, seconds in todo.summary()])
        self.assertEqual(self.WANTED, [pair for pair, _, _ in todo.summary()])

    def test_two_machines_run_everything_once(self):
        wanted = [(f'{n}', engine) for n in range(200) for engine in self.BOTH]
        todo = work.Work(wanted, {f'{n}' for n in range(100)})
        ran = []

        def serve(engine):
            while pair := todo.take(engine):
                ran.append(pair)

        threads = [threading.Thread(target=serve, args=[engine]) for engine in self.BOTH]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(wanted), sorted(ran))

    def test_what_is_to_run_alone_is_run_by_the_last_when_the_other_is_down(self):
        wanted = [('a', 'podman'), ('a', 'docker'), ('g', 'podman'), ('h', 'podman'), ('i', 'podman')]
        todo = work.Work(wanted, {'g', 'h', 'i'}, {'g', 'h'}, self.BOTH)
        self.assertEqual([('a', 'podman'), ('i', 'podman'), None], [todo.take('podman') for _ in range(3)])
        self.assertEqual(('a', 'docker'), todo.take('docker'))
        taken = []
        last = threading.Thread(target=lambda: taken.extend(iter(lambda: todo.take('docker'), None)))
        last.start()
        last.join(0.2)
        self.assertEqual([], taken)
        todo.down('podman')
        last.join()
        self.assertEqual([('g', 'podman'), ('h', 'podman')], taken)

    def test_a_machine_that_dies_leaves_what_is_for_any_to_the_other(self):
        todo = work.Work([('g', 'podman')], {'g'}, {'g'}, self.BOTH)
        todo.down('podman')
        self.assertEqual([('g', 'podman'), None], [todo.take('docker') for _ in range(2)])

    def test_a_second_machine_only_where_it_has_enough_to_do(self):
        one = (None,)
        self.assertEqual(self.BOTH, work.machines(self.WANTED, {'b'}, self.BOTH))
        self.assertEqual(one, work.machines(self.WANTED[:2], {'b'}, self.BOTH))
        self.assertEqual(one, work.machines([(f'{n}', 'podman') for n in range(9)], {}, self.BOTH))
        self.assertEqual(self.BOTH, work.machines([(f'{n}', 'podman') for n in range(9)], {'1', '2'}, self.BOTH))


if __name__ == '__main__':
    unittest.main()
