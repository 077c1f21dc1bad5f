/**
 * The edge of the subset: every construct of Python 2.7 that is valid but not simulated, with
 * what a person can write instead. Issue 3 names what is inside; everything else is refused here.
 */

/** How a refused construct is named and what replaces it. */
export interface Refusal {
  readonly what: string;
  readonly remedy: string;
}

/** The names `import` knows. A dotted name is listed with all its parts. */
const SIMULATED_MODULES = new Set([
  "sys",
  "gc",
  "time",
  "array",
  "os",
  "multiprocessing",
  "multiprocessing.sharedctypes",
  "ctypes",
  "numpy",
  "random",
]);

/** Says whether a module can be imported by a simulated program. */
export function isSimulatedModule(name: string): boolean {
  return SIMULATED_MODULES.has(name);
}

/** The refusal of a module that is not simulated. */
export function moduleRefusal(name: string): Refusal {
  return {
    what: `the module ${name}`,
    remedy:
      "Simulated modules are sys, gc, time, array, os, multiprocessing, ctypes, numpy and random",
  };
}

export const REFUSALS = {
  class: {
    what: "a class statement",
    remedy: "Keep the data in lists and dicts and write functions that work on them",
  },
  lambda: {
    what: "a lambda expression",
    remedy: "Write the function with def and pass its name",
  },
  with: {
    what: "a with statement",
    remedy: "Use try and finally",
  },
  yield: {
    what: "yield, which makes the function a generator",
    remedy: "Append the values to a list and return the list",
  },
  exec: {
    what: "an exec statement",
    remedy: "Write the statements themselves",
  },
  decorator: {
    what: "a decorator",
    remedy: "Define the function, then write name = decorator(name)",
  },
  closure: {
    what: "a nested function that uses a variable of the function around it",
    remedy: "Pass the value as an argument",
  },
  backticks: {
    what: "an expression in backticks",
    remedy: "Write repr(x)",
  },
  setDisplay: {
    what: "a set display",
    remedy: "Use a list, or a dict whose values are None",
  },
  setComprehension: {
    what: "a set comprehension",
    remedy: "Use a list comprehension",
  },
  dictComprehension: {
    what: "a dict comprehension",
    remedy: "Fill a dict in a for loop",
  },
  generatorExpression: {
    what: "a generator expression",
    remedy: "Write a list comprehension: put the expression in square brackets",
  },
  starParameter: {
    what: "a parameter with * or **",
    remedy: "Take one list or one dict as an ordinary parameter",
  },
  tupleParameter: {
    what: "a tuple as a parameter",
    remedy: "Name the parameter and unpack it in the first line of the body",
  },
  starArgument: {
    what: "an argument with * or **",
    remedy: "Pass the arguments one by one",
  },
  unicode: {
    what: "a unicode literal",
    remedy: "Write the string without the u",
  },
  imaginary: {
    what: "an imaginary number",
    remedy: "Keep the two parts in two floats",
  },
  ellipsis: {
    what: "an ellipsis",
    remedy: "Name the indices",
  },
  extendedSlice: {
    what: "a subscript that mixes slices and commas",
    remedy: "Slice one dimension at a time",
  },
  relativeImport: {
    what: "a relative import",
    remedy: "Import the module by its full name",
  },
  starImport: {
    what: "an import of all names of a module",
    remedy: "Name what is needed: from time import sleep",
  },
  future: {
    what: "an import from __future__",
    remedy: "The simulated interpreter is plain Python 2.7: leave the line out",
  },
  hugeConstant: {
    what: "a constant expression with a very large result",
    remedy: "Keep constants below a million bits",
  },
  nesting: {
    what: "a statement or expression nested this deeply",
    remedy: "Split it into several",
  },
  encoding: {
    what: "this source encoding",
    remedy: "Save the text as UTF-8 and name utf-8 in the first line",
  },
  nul: {
    what: "a NUL character in the text",
    remedy: "Remove it; in a string write \\0",
  },
} as const satisfies Record<string, Refusal>;
