"""Reads "sources" and "batches": what is mounted, and which containers are run."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENGINES = ('podman', 'docker')


@dataclass(frozen=True)
class Source:
    fs: str
    shape: str
    label: str
    other: str
    tags: frozenset

    @property
    def kind(self):
        """How the probe uses it."""
        if self.fs.startswith('vfat'):
            return 'vfat'
        if self.shape.startswith('nested'):
            return 'nested'
        return KINDS.get(self.shape.partition('=')[0], 'tree')

    @property
    def keeps(self):
        """Whether what a container writes is there for the next one."""
        return self.kind in ('tree', 'nested', 'vfat', 'empty') and self.shape != 'tmpfs-option'


KINDS = {'file': 'file', 'socket': 'socket', 'fifo': 'fifo', 'device': 'device', 'device-option': 'device',
         'missing': 'empty', 'volume': 'empty', 'tmpfs-option': 'empty', 'path': 'path'}


@dataclass(frozen=True)
class Batch:
    name: str
    engine: str
    option: str
    sources: tuple
    alone: bool
    options: tuple
    environment: dict

    @property
    def read_only(self):
        return bool({'ro', 'readonly'} & set(self.option.split(',')))

    def words(self, source, path, n):
        """The words that mount a source, which is at a path, as /m/N."""
        match source.shape:
            case 'tmpfs-option':
                return ['--tmpfs', f'/m/{n}']
            case 'device-option':
                return ['--device', f'/dev/null:/m/{n}']
            case 'volumes-from':
                return ['--volumes-from', f'matrix-{n}']
            case 'volume':
                return self.mount(f'matrix-{n}', f'/m/{n}')
        return self.mount(path, f'/m/{n}')

    def mount(self, source, destination):
        """The words that mount a path or volume at a destination."""
        form, _, rest = self.option.partition(',')
        if form == 'mount':
            return ['--mount', f'type=bind,src={source},dst={destination}' + (f',{rest}' if rest else '')]
        return ['-v', f'{source}:{destination}' + ('' if self.option == '-' else f':{self.option}')]


def rows(name):
    lines = (HERE / name).read_text().splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith('#')]


def sources():
    return [Source(fs, shape, label, other, frozenset(tags)) for fs, shape, label, other, *tags in rows('sources')]


def batches(engine, names=()):
    """The batches of an engine by name; without a name all but the quick ones, which are part of others."""
    known = sources()
    found = []
    for name, engines, option, tags, *more in rows('batches'):
        if engines not in ('both', engine):
            continue
        if name not in names if names else name.startswith('quick-'):
            continue
        wanted = set(tags.lstrip('!').split('+'))
        chosen = tuple(source for source in known if wanted & source.tags)
        words = [word for word in more if not word.startswith('env:')]
        changes = dict(word[len('env:'):].split('=', 1) for word in more if word.startswith('env:'))
        options = tuple(part for word in words for part in word.split('~'))
        found.append(Batch(name, engine, option, chosen, tags.startswith('!'), options, changes))
    return found
