"""What is measured on: an audit log, and a tree of labelled files. Both are made once from a seed and kept."""

import os
import random
import shutil
from pathlib import Path

ATTRIBUTE = 'security.selinux'
GOOD, WRONG = 'system_u:object_r:container_file_t:s0', 'system_u:object_r:default_t:s0'
ID = 'audit({}.{:03}:{})'


def audit_log(path, events, denials):
    """A build host's log of about 770 bytes an event; denials of containers stand among them at even distances."""
    rng = random.Random(1)
    every = events // denials if denials else events + 1
    now = 1_764_000_000_000
    with open(path, 'w', buffering=1 << 20) as out:
        for n in range(events):
            now += rng.randrange(1, 90)
            stamp = ID.format(now // 1000, now % 1000, 1000 + n)
            if n % every == every // 2 and n // every < denials:
                out.write(denied(stamp, n))
            else:
                out.write(rng.choice((executed, opened, logged_in, executed, opened, service))(stamp, rng))


def denied(stamp, n):
    return (f'type=AVC msg={stamp}: avc:  denied  {{ write }} for  pid={4000 + n % 900} comm="make" name="out" dev="dm-2" '
            f'ino={368957 + n % 97} scontext=system_u:system_r:container_t:s0:c47,c929 '
            f'tcontext=unconfined_u:object_r:unlabeled_t:s0 tclass=dir permissive=0\n'
            f'type=SYSCALL msg={stamp}: arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=7ffd0 a2=241 a3=1b6 items=2 '
            f'ppid=3990 pid={4000 + n % 900} auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) '
            f'ses=4294967295 comm="make" exe="/usr/bin/make" subj=system_u:system_r:container_t:s0:c47,c929 key=(null)\n'
            f'type=PROCTITLE msg={stamp}: proctitle=6D616B6500616C6C\n')


def syscall(stamp, rng, number, comm, exe):
    pid = rng.randrange(1000, 4000000)
    return (f'type=SYSCALL msg={stamp}: arch=c000003e syscall={number} success=yes exit=0 a0={rng.getrandbits(47):x} a1={rng.getrandbits(47):x} '
            f'a2={rng.getrandbits(40):x} a3=0 items=2 ppid={pid - 1} pid={pid} auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 '
            f'egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=3 comm="{comm}" exe="{exe}" '
            f'subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023 key="build"\n')


def looked_up(stamp, rng, item, name):
    return (f'type=PATH msg={stamp}: item={item} name="{name}" inode={rng.randrange(1, 9_000_000)} dev=fd:00 mode=0100755 ouid=0 ogid=0 '
            f'rdev=00:00 obj=system_u:object_r:bin_t:s0 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0\n')


def executed(stamp, rng):
    return (syscall(stamp, rng, 59, 'cc1', '/usr/libexec/gcc/cc1')
            + f'type=EXECVE msg={stamp}: argc=3 a0="cc1" a1="-quiet" a2="src/part{rng.randrange(9999)}.c"\n'
            + f'type=CWD msg={stamp}: cwd="/home/build/workspace/job{rng.randrange(99)}"\n'
            + looked_up(stamp, rng, 0, '/usr/libexec/gcc/cc1')
            + f'type=PROCTITLE msg={stamp}: proctitle={rng.getrandbits(400):0100X}\n')


def opened(stamp, rng):
    return (syscall(stamp, rng, 257, 'java', '/usr/lib/jvm/java-17-openjdk-amd64/bin/java')
            + f'type=CWD msg={stamp}: cwd="/home/build/workspace/job{rng.randrange(99)}"\n'
            + looked_up(stamp, rng, 0, f'/home/build/.m2/repository/a{rng.randrange(999)}.jar')
            + f'type=PROCTITLE msg={stamp}: proctitle={rng.getrandbits(600):0150X}\n')


def logged_in(stamp, rng):
    return (f'type=USER_AUTH msg={stamp}: pid={rng.randrange(1000, 99999)} uid=0 auid=4294967295 ses=4294967295 '
            f'subj=system_u:system_r:sshd_t:s0-s0:c0.c1023 msg=\'op=PAM:authentication grantors=pam_unix acct="build" exe="/usr/sbin/sshd" '
            f'hostname=10.0.0.{rng.randrange(255)} addr=10.0.0.7 terminal=ssh res=success\'\x1dUID="root" AUID="unset"\n')


def service(stamp, rng):
    return (f'type=SERVICE_START msg={stamp}: pid=1 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:init_t:s0 '
            f'msg=\'unit=job-{rng.randrange(99999)} comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success\'\n')


def tree(top, entries, wrong):
    """Directories of a hundred files each, three levels deep; so many of them with another label than a container's.

    Labels are ordinary extended attributes, which root may set on a kernel without SELinux.
    """
    made = 0
    for directory in directories(Path(top), entries // 101):
        directory.mkdir(parents=True)
        for n in range(100):
            with open(directory / f'file-{n:03}.o', 'x'):
                pass
    every = entries // wrong if wrong else 2 * entries
    for directory, names, files in os.walk(top):
        for path in (directory, *(f'{directory}/{name}' for name in files)):
            os.setxattr(path, ATTRIBUTE, (WRONG if made % every == every - 1 else GOOD).encode())
            made += 1
    return made


def directories(top, count):
    for n in range(count):
        yield top / f'job{n % 20}' / f'target{n}'


def label_all(top, label):
    """Gives every entry one label."""
    for directory, _, files in os.walk(top):
        for path in (directory, *(f'{directory}/{name}' for name in files)):
            os.setxattr(path, ATTRIBUTE, label.encode())


def kept(path, make, *arguments):
    """Makes it unless it is there, wholly or not at all."""
    if not path.exists():
        part = path.with_name(path.name + '.part')
        shutil.rmtree(part, ignore_errors=True)
        part.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        make(part, *arguments)
        part.rename(path)
    return path
