"""Records what real python2.7 prints for the programs in tests/processes: run it with Python 3.

    python3 scripts/record-processes.py     writes tests/processes/mp-outputs.json

Each program runs as p.py in a fresh folder. Its stdout, exit status and stderr are kept byte for byte (a
character is a byte). Programs whose output differs between two runs are an error.
"""
import json
import os
import subprocess
import sys
import tempfile

COMMAND = ['env', '-i', 'LC_ALL=C', '/usr/bin/python2.7', '-S', '-E', '-B', 'p.py']
TIMEOUT_SECONDS = 60
RUNS = 2
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMS = os.path.join(ROOT, 'tests', 'processes', 'mp-programs')


def run(text):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'p.py'), 'wb') as file:
            file.write(text)
        done = subprocess.run(COMMAND, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
    return {'status': done.returncode, 'stdout': done.stdout.decode('latin-1'),
            'stderr': done.stderr.decode('latin-1')}


def record(name):
    with open(os.path.join(PROGRAMS, name), 'rb') as file:
        text = file.read()
    first, *others = [run(text) for _ in range(RUNS)]
    if any(other != first for other in others):
        sys.exit('%s prints something else at every run' % name)
    return first


def main():
    names = sorted(name for name in os.listdir(PROGRAMS) if name.endswith('.py'))
    outputs = {name[:-len('.py')]: record(name) for name in names}
    with open(os.path.join(ROOT, 'tests', 'processes', 'mp-outputs.json'), 'w',
              encoding='ascii') as file:
        json.dump(outputs, file, indent=2, sort_keys=True)
        file.write('\n')


main()
