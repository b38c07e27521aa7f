#!/usr/bin/env python3
"""Records what podman's own generator makes of the cases in this directory.

    record.py QUADLET

writes recorded/NAME.txt for each NAME.txt: the words of ExecStart= of the first .container of the
case, as `quadlet -dryrun` prints them, or a line that begins with `error:`. The units lie in a
temporary directory that the result calls /units.
"""

import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


def main(quadlet):
    version = subprocess.run([quadlet, '-version'], capture_output=True, text=True).stdout
    (HERE / 'recorded').mkdir(exist_ok=True)
    for case in sorted(HERE.glob('*.txt')):
        (HERE / 'recorded' / case.name).write_text(record(quadlet, case.read_text()))
    (HERE / 'recorded' / 'VERSION').write_text(f'{version.strip()}, {date.today()}\n')


def record(quadlet, text):
    _, *files = text.split('\n===\n')[0].split('\n--- ')
    service = files[0].partition('\n')[0].replace('.container', '.service')
    with tempfile.TemporaryDirectory() as top:
        units = Path(top).resolve()
        for file in files:
            name, _, content = file.partition('\n')
            (units / name).parent.mkdir(parents=True, exist_ok=True)
            (units / name).write_text(content + '\n')
        ran = subprocess.run([quadlet, '-dryrun', '-no-kmsg-log'], capture_output=True, text=True,
                             env={**os.environ, 'QUADLET_UNIT_DIRS': str(units)})
        made = re.search(rf'---{re.escape(service)}---\n(.*?)(?=\n---|\Z)', ran.stdout, re.S)
        start = made and re.search(r'^ExecStart=(.*)$', made[1], re.M)
        result = start[1] if start else 'error: ' + reason(ran.stderr)
        return result.replace(str(units.parent) + '/b', '/b').replace(str(units), '/units') + '\n'


def reason(said):
    """What it says of the unit, without its process id."""
    lines = [line.split(': ', 1)[-1] for line in said.splitlines()]
    return next((line for line in lines if line.startswith(('converting', 'error loading'))), lines[-1])


if __name__ == '__main__':
    main(os.path.abspath(sys.argv[1]))
