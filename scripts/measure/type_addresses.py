"""type_addresses.py: where the interpreter keeps its type objects and singletons, as offsets from its image.

Runs inside the measured Python 2.7 itself:
  setarch -R /usr/bin/python2.7 -S -E type_addresses.py > ../../tests/traces/2.7.18-debian-release/types.json

Offsets are the same in every run of one binary; a type that lies on the heap is left out.
"""
import json
import os
import sys
import types

maps = [line.split() for line in open("/proc/self/maps")]
ranges = [([int(x, 16) for x in m[0].split("-")], m[5] if len(m) > 5 else "") for m in maps]
program = os.path.realpath(sys.executable)
image = min(low for (low, high), name in ranges if name == program)
# The file that holds the interpreter's static objects: the program, or the library it is linked to.
holder = [name for (low, high), name in ranges if low <= id(int) < high][0]
static = [both for both, name in ranges if name == holder]
end = static[-1][1]
# The last page run of that file (.bss) is anonymous and follows its data.
end = ([high for (low, high), name in ranges if low == end and not name] or [end])[0]


def offset(thing):
    address = id(thing)
    return address - image if static[0][0] <= address < end else None


def function():
    pass


try:
    raise KeyError
except KeyError:
    traceback = sys.exc_info()[2]
try:
    import array
except ImportError:
    array = None

found = {
    "object": object, "type": type, "NoneType": type(None), "int": int, "bool": bool, "long": long,
    "float": float, "str": str, "tuple": tuple, "list": list, "dict": dict, "code": types.CodeType,
    "function": types.FunctionType, "builtin_function_or_method": type(len), "frame": type(traceback.tb_frame),
    "traceback": type(traceback), "module": types.ModuleType, "file": file, "slice": slice,
    "NotImplementedType": type(NotImplemented), "ellipsis": type(Ellipsis), "listiterator": type(iter([])),
    "listreverseiterator": type(reversed([])), "tupleiterator": type(iter(())), "iterator": type(iter("")),
    "xrange": xrange, "rangeiterator": type(iter(xrange(1))), "dictionary_keyiterator": type({}.iterkeys()),
    "dictionary_valueiterator": type({}.itervalues()), "dictionary_itemiterator": type({}.iteritems()),
    "enumerate": enumerate, "reversed": reversed,
}
if array:
    found.update({"array": array.array, "arrayiterator": type(iter(array.array("i")))})
import exceptions
for name in dir(exceptions):
    if isinstance(getattr(exceptions, name), type):
        found[name] = getattr(exceptions, name)

singletons = {"None": None, "True": True, "False": False, "NotImplemented": NotImplemented, "Ellipsis": Ellipsis}
print json.dumps({
    "what": "offsets of type objects and singletons from the interpreter image's first mapped byte",
    "python": sys.version.split()[0],
    "types": dict((n, offset(t)) for n, t in sorted(found.items()) if offset(t) is not None),
    "singletons": dict((n, offset(s)) for n, s in singletons.items()),
}, indent=1, sort_keys=True)
