# -*- coding: utf-8 -*-
"""Records what CPython 2.7 makes of the programs in tests/program: run it with python2.7.

    python2.7 scripts/record-dis.py                    writes tests/program/fixtures
    python2.7 scripts/record-dis.py --into FOLDER      writes the same to another folder
    python2.7 scripts/record-dis.py --dis FILE...      prints dis.dis of the files' code objects

For each tests/program/corpus/NAME.py the code object of the file, and those inside it, go to
fixtures/NAME.json, field by field. For each tests/program/errors/NAME.py the text that python2.7
prints to stderr goes to fixtures/errors.json. Filenames are recorded without their folder.
"""
import dis
import json
import os
import struct
import subprocess
import sys
import types
import warnings

FIELDS = (
    'co_argcount', 'co_nlocals', 'co_stacksize', 'co_flags', 'co_code', 'co_consts', 'co_names',
    'co_varnames', 'co_freevars', 'co_cellvars', 'co_filename', 'co_name', 'co_firstlineno',
    'co_lnotab',
)
# What the project's formatter allows in JSON.
LINE_WIDTH = 100


def constant(value):
    """A constant with its type, in a form that JSON keeps exactly."""
    if value is None:
        return {'type': 'None'}
    if isinstance(value, types.CodeType):
        return {'type': 'code', 'code': code_object(value)}
    if isinstance(value, tuple):
        return {'type': 'tuple', 'items': [constant(item) for item in value]}
    if isinstance(value, float):
        # The eight bytes of the double: JSON has no inf, and no sign of zero that all readers keep.
        return {'type': 'float', 'bits': struct.pack('>d', value).encode('hex')}
    if isinstance(value, str):
        return {'type': 'str', 'value': value.decode('latin-1')}
    if isinstance(value, (int, long)):
        return {'type': type(value).__name__, 'value': str(value)}
    raise ValueError('%r is outside the subset' % (value,))


def code_object(code):
    fields = dict((name, getattr(code, name)) for name in FIELDS)
    fields['co_code'] = code.co_code.encode('hex')
    fields['co_lnotab'] = code.co_lnotab.encode('hex')
    fields['co_consts'] = [constant(value) for value in code.co_consts]
    return fields


def compile_file(path):
    """The code object of a file; its co_filename is the bare name, whatever machine records it."""
    warnings.simplefilter('ignore')
    with open(path, 'U') as file:
        return compile(file.read(), os.path.basename(path), 'exec', 0, True)


def stderr_of(path):
    """What the interpreter prints about a program that it refuses to compile."""
    command = [sys.executable, '-S', '-E', '-B', os.path.basename(path)]
    process = subprocess.Popen(
        command, cwd=os.path.dirname(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return process.communicate()[1].decode('utf-8')


def text_of(value, indent, used):
    """JSON as the project's formatter lays it out: a list stays on one line where it fits."""
    inner = indent + '  '
    if isinstance(value, dict):
        lines = []
        for key in sorted(value):
            head = '%s%s: ' % (inner, json.dumps(key))
            lines.append(head + text_of(value[key], inner, len(head)))
        return '{\n%s\n%s}' % (',\n'.join(lines), indent)
    if not isinstance(value, (list, tuple)):
        return json.dumps(value)
    items = [text_of(item, inner, len(inner)) for item in value]
    line = '[%s]' % ', '.join(items)
    # One column more is for the comma behind the list.
    if '\n' not in line and used + len(line) + 1 <= LINE_WIDTH:
        return line
    return '[\n%s\n%s]' % (',\n'.join(inner + item for item in items), indent)


def write(path, data):
    with open(path, 'w') as file:
        file.write(text_of(data, '', 0) + '\n')


def programs(folder):
    names = sorted(name for name in os.listdir(folder) if name.endswith('.py'))
    return [os.path.join(folder, name) for name in names]


def record(fixtures):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    tests = os.path.join(root, 'tests', 'program')
    fixtures = fixtures or os.path.join(tests, 'fixtures')
    for name in os.listdir(fixtures):
        os.remove(os.path.join(fixtures, name))
    for path in programs(os.path.join(tests, 'corpus')):
        name = os.path.basename(path)[:-len('.py')]
        write(os.path.join(fixtures, name + '.json'), code_object(compile_file(path)))
    errors = dict((os.path.basename(path), stderr_of(path))
                  for path in programs(os.path.join(tests, 'errors')))
    write(os.path.join(fixtures, 'errors.json'), errors)


def print_dis(code):
    print '=== %s' % code.co_name
    dis.dis(code)
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            print_dis(value)


def main(arguments):
    if sys.version_info[:2] != (2, 7):
        sys.exit('record-dis.py records python2.7 and must run in it')
    if arguments[:1] == ['--dis']:
        for path in arguments[1:]:
            print_dis(compile_file(path))
    elif arguments[:1] == ['--into'] and len(arguments) == 2:
        record(arguments[1])
    elif not arguments:
        record(None)
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
