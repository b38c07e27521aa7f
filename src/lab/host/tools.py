"""What the host needs: found, or installed with apt-get."""

import os
import shutil
import subprocess
import sys

# package: what proves that it is there
NEEDED = {
    'qemu-system-x86': 'qemu-system-x86_64',
    'mmdebstrap': 'mmdebstrap',
    'policycoreutils': 'setfiles',
    'e2fsprogs': 'mke2fs',
    'gcc': 'gcc',
    'libc6-dev': '/usr/include/features.h',
    'debian-archive-keyring': '/usr/share/keyrings/debian-archive-keyring.gpg',
}


def install():
    """Installs what is missing, and says so first."""
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    missing = [package for package, proof in NEEDED.items()
               if not (os.path.exists(proof) or shutil.which(proof, path=path))]
    if not missing:
        return
    command = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', *missing]
    print('installing: ' + ' '.join(command), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND='noninteractive')
    try:
        subprocess.run(['apt-get', 'update', '-qq'], env=quiet, check=True)
        subprocess.run(command, env=quiet, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as e:
        sys.exit(f'src/lab/run: {e}; install these by hand: {" ".join(missing)}')
