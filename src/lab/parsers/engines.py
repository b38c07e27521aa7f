"""What an engine made of a command line, as lines that do not depend on the day: see README.md."""

import json
import posixpath
import re
import sqlite3
import subprocess

import words

PODMAN_DATABASE = '/var/lib/containers/storage/db.sql'
ANONYMOUS = re.compile('[0-9a-f]{64}')


def inspected(engine, ids):
    """Inspect's JSON of each container."""
    if not ids:
        return {}
    done = subprocess.run([engine, 'container', 'inspect', *ids], capture_output=True, check=True)
    return {container['Id']: container for container in json.loads(done.stdout)}


def facts(engine, container, command, levels):
    """The mounts, by destination, then what else there is to say.

    levels: names of containers whose level may turn up again, by level.
    """
    host = container['HostConfig']
    asked = host.get('Mounts') or []  # docker's, from --mount
    config = _podman_config(container['Id']) if engine == 'podman' else {}
    overlaid = [v['dest'] for v in config.get('namedVolumes') or [] if 'O' in (v['options'] or [])]
    lines = [_mount(mount, asked) + ' O' * (mount['Destination'] in overlaid)
             for mount in container['Mounts'] if mount['Source'] not in ('ramfs', 'devpts')]
    for destination, options in (host.get('Tmpfs') or {}).items():
        lines.append(_line('tmpfs', '', destination, 'ro' if 'ro' in options.split(',') else 'rw'))
    if not (engine == 'podman' and host['Privileged']):  # which has every device
        lines += [_line('device', d['PathOnHost'], d['PathInContainer'], *d['CgroupPermissions'].split())
                  for d in host['Devices'] or []]
    if engine == 'docker':
        lines += [f'cdi {name}' for request in host['DeviceRequests'] or [] for name in request['DeviceIDs'] or []]
    else:
        lines += _podman(config)
    lines.sort(key=lambda line: words.split(line)[2:3] + [line])
    lines += ['privileged'] if host['Privileged'] else []
    labels = [_label(container[key], command, levels) for key in ('ProcessLabel', 'MountLabel')]
    if labels != ['system_u:system_r:container_t:s0:*', 'system_u:object_r:container_file_t:s0:*']:
        lines.append('labels ' + ' '.join(labels))
    return lines


def _mount(mount, asked):
    """One of inspect's Mounts."""
    options = mount['Mode'].split(',') + (mount.get('Options') or [])
    source = mount['Source']
    if mount['Type'] == 'volume':
        source = '' if ANONYMOUS.fullmatch(mount['Name']) else mount['Name']
    extras = [option for option in ('z', 'Z') if option in options]
    extras += ['norecurse'] if 'bind' in options else []
    if mount.get('SubPath'):
        extras.append('subpath=' + mount['SubPath'])
    for ask in asked:
        if ask['Target'] == mount['Destination'] and ask['Type'] == mount['Type']:
            extras += ['norecurse'] if (ask.get('BindOptions') or {}).get('NonRecursive') else []
            subpath = (ask.get('VolumeOptions') or {}).get('Subpath')
            extras += ['subpath=' + subpath] if subpath else []
    return _line(mount['Type'], source, mount['Destination'], 'rw' if mount['RW'] else 'ro', *extras)


def _podman_config(identity):
    """What podman's database says of a container."""
    with sqlite3.connect(f'file:{PODMAN_DATABASE}?mode=ro', uri=True) as database:
        (text,) = database.execute('select JSON from ContainerConfig where ID = ?', (identity,)).fetchone()
    return json.loads(text)


def _podman(config):
    """What podman's inspect does not show."""
    lines = []
    for volume in config.get('overlayVolumes') or []:
        extras = [o for o in volume.get('options') or [] if re.match('upperdir=|workdir=', o)]
        lines.append(_line('bind', volume['source'], volume['dest'], 'rw', 'O', *extras))
    for mount in config['spec']['mounts']:
        destination, options = mount['destination'], mount.get('options') or []
        mode = 'ro' if 'ro' in options else 'rw'
        user = destination in (config.get('userVolumes') or [])
        if user and mount['type'] in ('ramfs', 'devpts'):
            lines.append(_line(mount['type'], '', destination, mode))
        if not user and mount['type'] == 'bind' and destination.startswith('/web/'):  # from --volumes-from
            lines.append(_line('bind', mount['source'], destination, mode, *(o for o in options if o in ('z', 'Z'))))
    lines += ['nested'] if config.get('label_nested') else []
    lines += ['systemd'] if config.get('systemd') else []
    return lines


def _label(label, command, levels):
    """A label whose level is a star where the engine drew it by lot."""
    if not label:
        return '-'
    head, level = re.fullmatch(r'(.*?):(s0(?::[c0-9.,]+)?)', label).groups()
    drawn = re.fullmatch(r's0:c\d+,c\d+', level) and level not in command and level != 's0:c1022,c1023'
    return f'{head}:{levels.get(level, "s0:*" if drawn else level)}'


def _line(kind, source, destination, *rest):
    return ' '.join([kind, words.quoted(source) if source else '-', words.quoted(posixpath.normpath(destination)), *map(words.quoted, rest)])
