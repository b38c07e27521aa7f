"""The words of a line: bare, 'quoted', or $'with \\n escapes'."""

import re

_WORD = re.compile(r"\$'((?:[^'\\]|\\.)*)'|'([^']*)'|([^\s']\S*)")
_ESCAPES = {'n': '\n', 't': '\t', '\\': '\\', "'": "'"}


def split(line):
    """The words as a program gets them."""
    return [_unescaped(m[1]) if m[1] is not None else m[2] if m[2] is not None else m[3]
            for m in _WORD.finditer(line)]


def quoted(word):
    """A word as it is written in a line."""
    if re.search(r"[\n\t']", word):
        return "$'" + re.sub(r"[\n\t\\']", lambda m: '\\' + {'\n': 'n', '\t': 't'}.get(m[0], m[0]), word) + "'"
    return word if re.fullmatch(r"[^\s']+", word) and not word.startswith('$') else f"'{word}'"


def lines(path):
    """The lines of a file that are no comments, with the heading each stands under."""
    heading = ''
    for line in path.read_text().splitlines():
        if line.startswith('#'):
            heading = line[2:]
        elif line:
            yield heading, line


def _unescaped(text):
    return re.sub(r'\\(.)', lambda m: _ESCAPES[m[1]], text)
