"""type_addresses.py: where the interpreter keeps its type objects and singletons, as offsets from its image.

Runs inside the measured Python 2.7 itself:
  setarch -R /usr/bin/python2.7 -S -E type_addresses.py > ../../tests/traces/2.7.18-debian-release/types.json

Offsets are the same in every run of one binary; a type that lies on the heap is left out.
"""
import json
import sys
import types

image = None
static = []
for line in open("/proc/self/maps"):
    parts = line.split()
    if len(parts) > 5 and "python2.7" in parts[5] and not parts[5].endswith(".so"):
        low, high = [int(x, 16) for x in parts[0].split("-")]
        image = low if image is None else image
        static.append((low, high))
end = static[-1][1]


def offset(thing):
    address = id(thing)
    # The last page run of the image (.bss) is anonymous and follows its data.
    return address - image if image <= address < end + 0x40000 else None


def function():
    pass


try:
    raise KeyError
except KeyError:
    traceback = sys.exc_info()[2]
import array

found = {
    "object": object, "type": type, "NoneType": type(None), "int": int, "bool": bool, "long": long,
    "float": float, "str": str, "tuple": tuple, "list": list, "dict": dict, "code": types.CodeType,
    "function": types.FunctionType, "builtin_function_or_method": type(len), "frame": type(traceback.tb_frame),
    "traceback": type(traceback), "module": types.ModuleType, "file": file, "slice": slice,
    "NotImplementedType": type(NotImplemented), "ellipsis": type(Ellipsis), "listiterator": type(iter([])),
    "listreverseiterator": type(reversed([])), "tupleiterator": type(iter(())), "iterator": type(iter("")),
    "xrange": xrange, "rangeiterator": type(iter(xrange(1))), "dictionary_keyiterator": type({}.iterkeys()),
    "dictionary_valueiterator": type({}.itervalues()), "dictionary_itemiterator": type({}.iteritems()),
    "enumerate": enumerate, "reversed": reversed, "array": array.array, "arrayiterator": type(iter(array.array("i"))),
}
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
