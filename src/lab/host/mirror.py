"""The Debian mirror that this machine uses itself."""

import re
from pathlib import Path

DEFAULT = 'http://deb.debian.org/debian'


def of_this_machine(apt=Path('/etc/apt')):
    """The first enabled Debian archive of the machine's apt sources, else the public one."""
    files = [apt / 'sources.list', *sorted((apt / 'sources.list.d').glob('*'))]
    for file in files:
        text = file.read_text(errors='replace') if file.is_file() else ''
        uris = {'.list': classic, '.sources': deb822}.get(file.suffix, lambda _: [])(text)
        for uri in (resolved(uri) for uri in uris):
            if re.fullmatch(r'https?://\S+/debian/?', uri):
                return uri.rstrip('/')
    return DEFAULT


def classic(text):
    """URIs of one-line entries: deb [options] URI suite component…"""
    return re.findall(r'^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)', text, re.M)


def deb822(text):
    """URIs of the enabled stanzas of a .sources file."""
    uris = []
    for stanza in re.split(r'\n\s*\n', text):
        fields = dict(re.findall(r'^([A-Za-z-]+):[ \t]*(.*)$', stanza, re.M))
        if 'deb' in fields.get('Types', '').split() and fields.get('Enabled', 'yes').lower() != 'no':
            uris += fields.get('URIs', '').split()
    return uris


def resolved(uri):
    """Cloud images name a file that names the mirrors: its first one."""
    if not uri.startswith('mirror+file:'):
        return uri
    listed = Path(re.sub('^mirror\\+file:/*', '/', uri))
    return next(iter(listed.read_text().split()), '') if listed.is_file() else ''
