"""Records what real python2.7 prints for the programs in tests/program: run it with Python 3.

    python3 scripts/record-outputs.py                  writes tests/program/outputs/*.json
    python3 scripts/record-outputs.py --into FOLDER    writes the same to another folder

Every program of tests/program/corpus, tests/program/programs and public/examples is run as p.py in a
fresh folder; its stdout, exit status and stderr go to corpus.json, programs.json and examples.json,
byte for byte (a character is a byte). A program whose output cannot be compared stands under
"left_out" there, with the reason.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

COMMAND = ['env', '-i', 'LC_ALL=C', '/usr/bin/python2.7', '-S', '-E', '-B', 'p.py']
TIMEOUT_SECONDS = 120
AT_ONCE = 2
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = {
    'corpus': os.path.join(ROOT, 'tests', 'program', 'corpus'),
    'programs': os.path.join(ROOT, 'tests', 'program', 'programs'),
    'examples': os.path.join(ROOT, 'public', 'examples'),
}
# Modules whose names may be imported while what they do is not simulated.
STUBS = re.compile(rb'^\s*(?:import|from)\s+(os|multiprocessing|numpy|ctypes)\b', re.MULTILINE)
ADDRESS = re.compile(rb'0x[0-9a-f]{6,}')
# What depends on addresses, on time or on the process differs from run to run.
RUNS = 2


def run(path):
    with open(path, 'rb') as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'p.py'), 'wb') as file:
            file.write(text)
        done = subprocess.run(COMMAND, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT_SECONDS, check=False)
    return done.returncode, done.stdout, done.stderr


def reason_to_leave_out(path):
    """Why a program's output says nothing about the simulated machine; None if it does."""
    with open(path, 'rb') as file:
        stub = STUBS.search(file.read())
    return 'needs the module %s' % stub.group(1).decode() if stub else None


def outcome(path):
    reason = reason_to_leave_out(path)
    if reason:
        return reason
    runs = [run(path) for _ in range(RUNS)]
    status, stdout, stderr = runs[0]
    if ADDRESS.search(stdout + stderr):
        return 'prints an address'
    if any(other != runs[0] for other in runs):
        return 'prints something else at every run'
    return {'status': status, 'stdout': stdout.decode('latin-1'), 'stderr': stderr.decode('latin-1')}


def record(folder):
    names = sorted(name[:-len('.py')] for name in os.listdir(folder) if name.endswith('.py'))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(names, pool.map(
            lambda name: outcome(os.path.join(folder, name + '.py')), names)))
    return {
        'left_out': {name: each for name, each in found.items() if isinstance(each, str)},
        'outputs': {name: each for name, each in found.items() if not isinstance(each, str)},
    }


def main(arguments):
    into = os.path.join(ROOT, 'tests', 'program', 'outputs')
    if arguments[:1] == ['--into'] and len(arguments) == 2:
        into = arguments[1]
    elif arguments:
        sys.exit(__doc__)
    for name, folder in FOLDERS.items():
        with open(os.path.join(into, name + '.json'), 'w', encoding='ascii') as file:
            json.dump(record(folder), file, indent=2, sort_keys=True)
            file.write('\n')


main(sys.argv[1:])
