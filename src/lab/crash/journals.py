"""The journals of sevol fix, read without sevol."""

import json
from pathlib import Path


class Journal:
    """One journal; as much of it as is whole. header is None where not even the first line is."""

    def __init__(self, file):
        self.file = Path(file)
        self.id = self.file.stem
        self.header, self.noted, self.steps = None, {}, []
        try:
            content = self.file.read_bytes()
        except OSError:
            content = b''  # where a name may be on the disk before its file is
        for n, line in enumerate(content.split(b'\n')):
            try:
                value = json.loads(line)
            except ValueError:
                continue  # torn, or empty
            if n == 0:
                self.header = value
            elif 'step' in value:
                self.steps.append(value['step'])
            elif 'ino' in value:
                self.noted.setdefault(value['ino'], value)

    @property
    def last(self):
        """The last step, or what stands for it where there is none."""
        return self.steps[-1] if self.steps else '-' if self.header else 'no header'

    @property
    def unfinished(self):
        return self.header is not None and self.last not in ('DONE', 'UNDONE')


def all_of(state='/var/lib/sevol'):
    """The journals of a state directory, oldest first."""
    return [Journal(file) for file in sorted(Path(state, 'fixes').glob('*.journal'))]
