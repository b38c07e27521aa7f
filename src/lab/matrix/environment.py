"""Changes of the machine that a batch asks for (env:NAME=VALUE), taken back after it."""

import contextlib
import json
import subprocess
from pathlib import Path

from tree import run

DAEMON = Path('/etc/docker/daemon.json')
CONTAINERS = Path('/etc/containers/containers.conf')


@contextlib.contextmanager
def changed(changes):
    with contextlib.ExitStack() as stack:
        for name, value in changes.items():
            stack.enter_context(CHANGES[name](value))
        yield


@contextlib.contextmanager
def daemon(_):
    """dockerd without selinux-enabled."""
    before = DAEMON.read_text()
    settings = json.loads(before)
    del settings['selinux-enabled']
    try:
        DAEMON.write_text(json.dumps(settings))
        run('systemctl', 'restart', 'docker')
        yield
    finally:
        DAEMON.write_text(before)
        run('systemctl', 'restart', 'docker')


@contextlib.contextmanager
def containers(_):
    """podman with label=false."""
    before = CONTAINERS.read_text() if CONTAINERS.exists() else None
    try:
        CONTAINERS.write_text('[containers]\nlabel = false\n')
        yield
    finally:
        if before is None:
            CONTAINERS.unlink()
        else:
            CONTAINERS.write_text(before)


@contextlib.contextmanager
def boolean(name):
    try:
        run('setsebool', name, 'on')
        yield
    finally:
        run('setsebool', name, 'off')


CHANGES = {'daemon': daemon, 'containers.conf': containers, 'boolean': boolean}


@contextlib.contextmanager
def given(engine, mounts):
    """The containers and volumes that sources of a batch name; all is removed in the end."""
    for n, (source, path) in mounts.items():
        if source.shape == 'volumes-from':
            run(engine, 'create', '--name', f'matrix-{n}', '-v', f'{path}:/m/{n}', 'busybox', 'true')
    try:
        yield
    finally:
        for n, (source, _) in mounts.items():
            if source.shape == 'volumes-from':
                run(engine, 'rm', f'matrix-{n}')
            elif source.shape == 'volume':
                subprocess.run([engine, 'volume', 'rm', f'matrix-{n}'], capture_output=True)
