/**
 * The phrases that random programs are made of. A hole <type> takes an expression of that type, <@type>
 * the name of a variable, <other> what the generator's function `leaf` knows. A phrase that begins
 * with "!" may raise an exception although its parts have the right types.
 */

/** Types of the generator: ints, strs, mixed are lists; counts is a dict from names to ints. */
export const TYPES = [
  "int",
  "float",
  "bool",
  "str",
  "ints",
  "strs",
  "mixed",
  "tuple",
  "counts",
] as const;

function words(text: string): string[] {
  return text.split(" ");
}

export type Type = (typeof TYPES)[number];

export const EXPRESSIONS: Record<Type, readonly string[]> = {
  int: [
    ...["(<int> + <int>)", "(<int> - <int>)", "(<int> * <small>)", "(<int> % 97 * <small>)"],
    ...["!(<int> / <int>)", "!(<int> // <int>)", "!(<int> % <int>)", "(<int> / 3)", "(<int> % 7)"],
    ...["(<int> & <int>)", "(<int> | <int>)", "(<int> ^ <int>)", "(<int> << <small>)"],
    ...[
      "(<int> >> <small>)",
      "(-<int>)",
      "(~<int>)",
      "(+<int>)",
      "((<int> % 10) ** <small>)",
      "abs(<int>)",
    ],
    ...["len(<sized>)", "<str>.find(<str>)", "<str>.rfind(<str>)", "<str>.count(<str>)"],
    ...["<ints>.count(<int>)", "!<ints>.index(<int>)", "!<str>.index(<str>)", "sum(<ints>)"],
    ...["!max(<ints>)", "!min(<ints>)", "max(<int>, <int>)", "min(<int>, <int>, <int>)"],
    ...["!<ints>[<index>]", "!<tuple>[<index>]", "!<counts>[<key>]", "<counts>.get(<key>, <int>)"],
    ...["int(<float>)", "!int(<str>)", "int(<bool>)", "int(str(<int>))", "(<int> or <int>)"],
    ...["(<int> if <bool> else <int>)", "(<int> and <int>)", "sum([<c> * 2 for <c> in <ints>])"],
    ...["!<tuple>.index(<int>)", "<tuple>.count(<int>)", "len([<c> for <c> in <sized>])"],
  ],
  float: [
    ...["(<float> + <float>)", "(<float> - <int>)", "(<float> * <float>)", "(<int> / 4.0)"],
    ...[
      "!(<float> / <float>)",
      "!(<int> / <float>)",
      "!(<float> // <float>)",
      "!(<float> % <float>)",
    ],
    ...["abs(<float>)", "(-<float>)", "sum([<float>, <float>])", "max(<float>, <float>)"],
    ...[
      "(<float> if <bool> else <float>)",
      "((<int> % 10 + 0.5) ** <small>)",
      "(<float> or <float>)",
    ],
  ],
  bool: [
    ...["(<int> < <int>)", "(<int> <= <int>)", "(<int> > <int>)", "(<int> == <int>)"],
    ...["(<int> != <int>)", "(<str> == <str>)", "(<str> < <str>)", "(<str> in <str>)"],
    ...["(<int> in <ints>)", "(<key> in <counts>)", "(<int> not in <tuple>)", "(not <bool>)"],
    ...[
      "(<bool> and <bool>)",
      "(<bool> or <bool>)",
      "(<int> < <int> <= <int>)",
      "(<float> < <int>)",
    ],
    ...["<str>.startswith(<str>)", "<str>.endswith(<str>)", "<str>.isdigit()", "<str>.isalpha()"],
    ...["<str>.isupper()", "<str>.islower()", "<str>.isspace()", "<str>.isalnum()"],
    ...[
      "isinstance(<any>, <class>)",
      "(type(<any>) is <name>)",
      "(<any> is None)",
      "(<any> == <any>)",
    ],
    ...["(<any> < <any>)", "(<ints> == <ints>)", "(<ints> < <ints>)", "(<tuple> < <tuple>)"],
    ...["<counts>.has_key(<key>)", "(<counts> == <counts>)", "(<float> >= <float>)", "(not <any>)"],
  ],
  str: [
    ...["(<str> + <str>)", "(<str> * <tiny>)", "<str>.upper()", "<str>.lower()", "<str>.title()"],
    ...[
      "<str>.capitalize()",
      "<str>.swapcase()",
      "<str>.strip()",
      "<str>.strip(<str>)",
      "<str>.lstrip()",
    ],
    ...[
      "<str>.rstrip()",
      "<str>.replace(<str>, <str>)",
      "<str>.center(<width>)",
      "<str>.ljust(<width>)",
    ],
    ...["<str>.rjust(<width>)", "<str>.zfill(<width>)", "!<str>[<index>]", "<str>[<slice>]"],
    ...["<str>.join(<strs>)", "str(<int>)", "str(<float>)", "repr(<any>)", "str(<any>)"],
    ...[
      "('%s' % (<any>,))",
      "('%d:%s' % (<int>, <str>))",
      "('%5.2f' % <float>)",
      "!<strs>[<index>]",
    ],
    ...["!max(<strs>)", "(<str> if <bool> else <str>)", "(<str> or <str>)", "('%r' % <int>)"],
    ...["str(<bool>)", "''.join([<c> for <c> in <str>])", "('%03d' % <int>)", "<str>[::-1]"],
  ],
  ints: [
    ...["[<int>, <int>, <int>]", "[<int>]", "[]", "range(<small>)", "range(<tiny>, <width>)"],
    ...["range(<int> % 9, <int> % 9, <step>)", "(<ints> + <ints>)", "(<ints> * <tiny>)"],
    ...["<ints>[<slice>]", "sorted(<ints>)", "sorted(<ints>, reverse=<bool>)", "list(<tuple>)"],
    ...["list(reversed(<ints>))", "[<c> * <int> for <c> in <ints>]", "map(abs, <ints>)"],
    ...["[<c> for <c> in <ints> if <c> % 2]", "filter(None, <ints>)", "<counts>.values()"],
    ...[
      "list(xrange(<small>))",
      "map(len, <strs>)",
      "!map(int, <strs>)",
      "sorted(<ints>, key=abs)",
    ],
    ...["map(<callback>, <ints>)", "filter(<callback>, <ints>)", "sorted(<ints>, key=<callback>)"],
    ...["[<int> for <c> in range(<small>)]", "[<int>, <int>, <int>, <int>, <int>]", "<ints>[::-1]"],
  ],
  strs: [
    ...[
      "[<str>, <str>]",
      "[<str>, <str>, <str>]",
      "<str>.split()",
      "!<str>.split(<str>)",
      "list(<str>)",
    ],
    ...[
      "sorted(<strs>)",
      "<counts>.keys()",
      "<strs>[<slice>]",
      "(<strs> + <strs>)",
      "map(str, <ints>)",
    ],
    ...["<str>.splitlines()", "sorted(<strs>, key=len)", "[<c>.upper() for <c> in <strs>]"],
    ...[
      "sorted(<counts>)",
      "!list(<str>.partition(<str>))",
      "<str>.split('a')",
      "map(repr, <ints>)",
    ],
    ...[
      "[<c> + <str> for <c> in <strs>]",
      "<str>.split(None, <tiny>)",
      "[str(<c>) for <c> in <mixed>]",
    ],
  ],
  mixed: [
    ...[
      "[<any>, <any>]",
      "[<any>, <any>, <any>]",
      "zip(<ints>, <strs>)",
      "list(enumerate(<strs>))",
    ],
    ...["<counts>.items()", "sorted([<any>, <any>, <any>])", "[(<c>, <int>) for <c> in <ints>]"],
    ...["[[<int>] * 2 for <c> in range(<tiny>)]", "map(None, <ints>, <strs>)", "<mixed>[<slice>]"],
    ...["zip(<strs>, <tuple>)", "sorted(<counts>.items())", "list(<tuple>)", "[<mixed>, <any>]"],
  ],
  tuple: [
    ...["(<int>, <int>)", "(<int>,)", "tuple(<ints>)", "(<tuple> + <tuple>)", "<tuple>[<slice>]"],
    ...["(<tuple> * <tiny>)", "(<int>, <int>, <int>)", "()", "tuple(reversed(<tuple>))"],
  ],
  counts: [
    ...["{<key>: <int>, <key>: <int>}", "{}", "{<key>: <int>}", "<counts>.copy()"],
    "{<key>: <int>, <key>: <int>, <key>: <int>, <key>: <int>}",
  ],
};

/** Values written down in a program. */
export const LITERALS: Record<Type, readonly string[]> = {
  int: words("0 1 2 3 7 10 100 255 256 257 1000 (-1) (-5) (-6)"),
  float: words("0.5 1.0 2.25 (-1.5) 0.1 3.7 1e10 1e-5 0.0 100.0"),
  bool: words("True False"),
  str: ["'a'", "'ab'", "'Hello'", "''", "'x y z'", "'12'", "'\\n'", '"it\'s"', "'a,b'"],
  ints: ["[]", "[1]", "[3, 1, 2]", "range(4)", "[5, 5, -1]"],
  strs: ["['b', 'a']", "[]", "['one', 'two', 'three']", "['1', '22']"],
  mixed: ["[1, 'a']", "[None, 2.5]", "[[1], (2,)]", "[]"],
  tuple: ["(1, 2)", "()", "(3,)", "(2, 1, 0)"],
  counts: ["{}", "{'a': 1}", "{'b': 2, 'a': 1}", "{'key': 3, 'zz': 4, 'x1': 5}"],
};

/** Ints whose products do not fit a machine word: few programs use them. */
export const BIG_INTS: readonly string[] = words("4294967296 4611686018427387904 (-9999999999999)");

/** Types that have a length. */
export const SIZED: readonly Type[] = ["str", "ints", "strs", "tuple", "counts"];

export const INDICES: readonly string[] = words("-2 -1 0 1 2 3");
export const KEYS: readonly string[] = words("'a' 'b' 'key' 'x1' 'total' 'zz'");

/** Holes that take one of a few words. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  small: words("0 1 2 3 4 5"),
  tiny: words("0 1 2 3"),
  width: words("0 1 2 3 4 5 6 7 8 9 10 11 12"),
  step: words("1 2 -1 -2 3"),
  plain: words("1:2 :2 1: : 2:1 -2: :-1 10: 0:3"),
  slice: words("1:3 :2 -2: ::2 ::-1 1::2 -1::-2 3:0:-1 : 5:"),
  name: words("int str list tuple dict float bool"),
  class: words("int str list float bool dict").concat("(int, float)", "(list, tuple, dict)"),
};

/** Statements of one line, by the types of the variables they need. */
export const STATEMENTS: readonly string[] = [
  ...[
    "print <any>",
    "print <any>, <any>",
    "print <any>,",
    "print",
    "print <int>, <str>",
    "print <bool>",
  ],
  ...["print <@any>", "print <@any>, <@any>", "print repr(<@any>), len(<sized>)", "<any>"],
  ...["<@ints>.append(<int>)", "<@ints>.extend(<ints>[:4])", "<@ints>.insert(<index>, <int>)"],
  ...[
    "!<@ints>.remove(<int>)",
    "!<@ints>.pop()",
    "!print <@ints>.pop(<index>)",
    "<@ints>.reverse()",
  ],
  ...[
    "<@ints>.sort()",
    "<@ints>.sort(reverse=True)",
    "<@ints>.sort(key=<callback>)",
    "!<@ints>[<index>] = <int>",
  ],
  ...["<@ints>[<plain>] = <ints>[:4]", "!<@ints>[<slice>] = <ints>[:4]", "!del <@ints>[<index>]"],
  ...["del <@ints>[<slice>]", "!<@ints>[<index>] += <int>", "<@ints> += <ints>[:4]"],
  ...["<@strs>.append(<str>[:9])", "<@strs>.sort()", "<@strs>.sort(key=len)", "<@strs>.reverse()"],
  ...["!<@strs>[<index>] += <str>[:5]", "<@strs>.extend(<str>[:4])", "!print <@strs>.pop()"],
  ...[
    "<@mixed>.append(<any>)",
    "<@mixed>.reverse()",
    "<@mixed>.sort()",
    "!<@mixed>[<index>] = <any>",
  ],
  ...["del <@mixed>[<slice>]", "!<@mixed>.remove(<any>)", "<@mixed>.insert(<index>, <any>)"],
  ...["<@counts>[<key>] = <int>", "!del <@counts>[<key>]", "<@counts>.update(<counts>)"],
  ...["<@counts>[<key>] = <@counts>.get(<key>, 0) + 1", "print <@counts>.pop(<key>, None)"],
  ...["!print <@counts>.pop(<key>)", "print <@counts>.setdefault(<key>, <int>)"],
  ...[
    "!print <@counts>.popitem()",
    "!<@counts>[<key>] += <int>",
    "print sorted(<@counts>.items())",
  ],
  ...[
    "<@int> += <int>",
    "<@int> -= <int>",
    "!<@int> //= <int>",
    "!<@int> %= <int>",
    "<@int> ^= <int>",
  ],
  ...["<@int> |= <int>", "<@int> &= <int>", "<@int> >>= <small>", "<@float> += <float>"],
  ...["!<@float> /= <float>", "<@float> -= <int>", "<@str> += <str>[:5]", "<@tuple> += (<int>,)"],
  ...[
    "<@int>, <@int> = <int> % 97, <int> % 89",
    "!<@int>, <@int> = <tuple>",
    "<@int> = <@int> % 1009",
  ],
  ...["<@str> = <@str>[:12]", "print sys.getrefcount(<@ints>)", "print sys.getrefcount(<@counts>)"],
  ...["print >>sys.stderr, <any>", "print >>sys.stderr, <str>, <int>", "sys.stdout.write(<str>)"],
];

/** Statements that are meant to raise; they stand in try statements. */
export const RAISING: readonly string[] = [
  ...["assert <bool>", "assert <bool>, <any>", "raise ValueError(<any>)", "raise KeyError, <str>"],
  ...[
    "raise IndexError",
    "raise TypeError(<str>, <int>)",
    "print undefined",
    "print <any> + <any>",
  ],
  ...[
    "(<any>).missing",
    "(<any>)[<any>]",
    "(<any>)(<int>)",
    "for x in <any>: pass",
    "a, b = <any>",
  ],
  ...[
    "del undefined",
    "print <any> - <any>",
    "print <any> * <any>",
    "<@any>.append(<int>)",
    "-<any>",
  ],
  ...["print len(<any>)", "print int(<any>)", "print sum(<mixed>)", "print ''.join(<any>)"],
];

export const EXCEPTIONS: readonly string[] = [
  ...["ValueError", "KeyError", "IndexError", "TypeError", "ZeroDivisionError", "NameError"],
  ...["AttributeError", "AssertionError", "(KeyError, IndexError)", "(TypeError, ValueError)"],
  ...["LookupError", "ArithmeticError", "StandardError"],
];
