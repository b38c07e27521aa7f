#!/usr/bin/env python3
"""Records what docker compose itself makes of the cases in this directory.

    record.py DOCKER_COMPOSE

writes recorded/NAME.json for each NAME.txt: what `docker compose … config --format json` prints, or
{"error": …} where it refuses. `run` is recorded as `config`. The files are laid out in a temporary
directory that the result calls /project; HOME is /home/user.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


def main(compose):
    version = subprocess.run([compose, 'version', '--short'], capture_output=True, text=True).stdout
    (HERE / 'recorded').mkdir(exist_ok=True)
    for case in sorted(HERE.glob('*.txt')):
        (HERE / 'recorded' / f'{case.stem}.json').write_text(record(compose, case.read_text()))
    (HERE / 'recorded' / 'VERSION').write_text(f'{version.strip()}, {date.today()}\n')


def record(compose, text):
    head, *files = text.split('\n===\n')[0].split('\n--- ')
    env = {'HOME': '/home/user', 'PATH': os.environ['PATH']}
    words = []
    for line in head.splitlines():
        if line.startswith('env '):
            key, value = line[4:].split('=', 1)
            env[key] = value
        if line.startswith('$ docker compose '):
            words = line.split()[3:]
    at = next(i for i, word in enumerate(words) if word in ('up', 'run'))
    services = words[at + 1:] if words[at] == 'up' else []
    with tempfile.TemporaryDirectory() as top:
        project = Path(top).resolve() / 'project'
        for file in files:
            name, _, content = file.partition('\n')
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(content + '\n')
        ran = subprocess.run([compose, *words[:at], 'config', '--format', 'json', *services],
                             cwd=project, env=env, capture_output=True, text=True)
        if ran.returncode:
            result = {'error': ran.stderr.strip().splitlines()[-1]}
        else:
            result = json.loads(ran.stdout)
        return (json.dumps(result, indent=1, ensure_ascii=False) + '\n').replace(
            str(project), '/project').replace(str(project.parent), '')


if __name__ == '__main__':
    main(os.path.abspath(sys.argv[1]))
