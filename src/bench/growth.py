"""How cost grows with the input: ten times and a hundred times the log, the tree, the containers and the incidents."""

import json
import shutil
import statistics
import subprocess
import time

import inputs
import pairs
from pairs import Command

RUNS = 5


def table(bench):
    print('| work | size | seconds | most memory | seconds for ten times as much |\n| --- | --- | --- | --- | --- |')
    for work, sizes in works(bench).items():
        before = None
        for size, command in sizes:
            pairs.run(command)
            costs = [pairs.run(command) for _ in range(RUNS)]
            seconds = statistics.median(cost.seconds for cost in costs)
            grown = '' if before is None else f'{seconds / before:.1f} ×'
            print(f'| {work} | {size:,} | {seconds:.3f} | {max(cost.mebibytes for cost in costs):.0f} MiB | {grown} |', flush=True)
            before = seconds


def works(bench):
    return {
        'explain a log, events': [
            (n, Command('explain', [bench.sevol, 'explain', '--json', bench.log(n, max(1, n // 1000))], (1,)))
            for n in (3_880, 38_800, 388_000)],
        'check a tree, entries': [
            (n, Command('check', bench.check(bench.tree(n, n // 1000)), (1,))) for n in (2_020, 20_200, 202_000)],
        'check beside containers': [
            (n, Command('check', among(bench, containers(bench, n)), (0,))) for n in (10, 100, 1_000)],
        'incidents of a ledger': [
            (n, Command('incidents', [bench.sevol, 'incidents', '--state', ledger(bench, n)], (0, 1))) for n in (10, 100, 1_000)],
    }


def among(bench, root):
    """A check on a host with the containers below another root."""
    words = bench.check(bench.tree(101, 0))
    return ['env', f'JDK_JAVA_OPTIONS=-Dsevol.root={root}', *words]


def containers(bench, count):
    """Bundles of podman's, as it leaves them on disk."""
    root = bench.place / f'containers-{count}'
    shutil.rmtree(root, ignore_errors=True)
    storage = root / 'var/lib/containers/storage/overlay-containers'
    for n in range(count):
        bundle = storage / f'{n:064x}' / 'userdata'
        bundle.mkdir(parents=True)
        level = f's0:c{n % 1000},c{n % 1000 + 1}'
        (bundle / 'config.json').write_text(json.dumps({
            'ociVersion': '1.2.0', 'process': {'selinuxLabel': f'system_u:system_r:container_t:{level}'},
            'linux': {'mountLabel': f'system_u:object_r:container_file_t:{level}'},
            'mounts': [{'type': 'bind', 'source': f'/srv/app{n}', 'destination': '/data', 'options': ['rbind']}]}))
    return root


def ledger(bench, count):
    """What the daemon makes of so many objects that are denied."""
    directory = bench.place / f'ledger-{count}'
    if not directory.exists():
        log = bench.place / f'denials-{count}.log'
        log.write_text('')
        run = bench.place / 'run'
        shutil.rmtree(run, ignore_errors=True)
        with subprocess.Popen([bench.sevol, 'daemon', '--log', log, '--state', directory, '--run', run],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
            wait(lambda: (run / 'daemon/heartbeat.json').exists())
            with open(log, 'a') as to:
                to.write(''.join(denial(n) for n in range(count)))
            wait(lambda: counted(directory / 'ledger.json') == count)
            daemon.terminate()
    return directory


def wait(condition):
    end = time.monotonic() + 30
    while not condition():
        if time.monotonic() > end:
            raise pairs.Failed('the daemon does not do what it is to do')
        time.sleep(0.1)


def counted(file):
    return json.loads(file.read_text())['totals']['denials'] if file.exists() else 0


def denial(n):
    stamp = inputs.ID.format(1_764_000_000 + n, 0, n)
    return (f'type=AVC msg={stamp}: avc:  denied  {{ read }} for  pid={n + 2} comm="cat" path="/srv/app{n}/x" dev="dm-1" ino={n + 2} '
            f'scontext=system_u:system_r:container_t:s0:c1,c2 tcontext=system_u:object_r:default_t:s0 tclass=file permissive=0\n')
