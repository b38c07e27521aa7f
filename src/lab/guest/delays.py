"""delays.py LEDGER LOG NAME SECONDS: after each denial of a process in that directory, how long until the ledger was
written. Takes times from the kernel's stamp in the log and the ledger's mtime; says nothing about a machine that is
not emulated."""

import os
import re
import sys
import time

ledger, log, name, seconds = sys.argv[1:]
DENIED = re.compile(r'type=AVC msg=audit\((\d+\.\d+):\d+\): avc:  denied .* name="' + os.path.basename(name) + '"')

offset = os.path.getsize(log)
writes, end = [], time.monotonic() + float(seconds)
while time.monotonic() < end:
    written = os.stat(ledger).st_mtime_ns / 1e9
    if not writes or writes[-1] != written:
        writes.append(written)
    time.sleep(0.1)
with open(log) as lines:
    lines.seek(offset)
    denials = [float(m[1]) for m in map(DENIED.search, lines) if m]
delays = sorted(min((w - d for w in writes if w >= d), default=None) * 1000 for d in denials if any(w >= d for w in writes))
if len(delays) < 5:
    sys.exit(f'{len(denials)} denials, {len(writes)} writes: too few')
print(f'{len(delays)} lone denials; in the ledger after (ms): ' + ' '.join(f'{d:.0f}' for d in delays)
      + f'; median {delays[len(delays) // 2]:.0f}')
