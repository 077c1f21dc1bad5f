import { describe, expect, it } from "vitest";
import { compileProgram, type Diagnostic, diagnosticReport } from "../../src/program/index.ts";

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const result = compileProgram(text, "p.py");
  return "diagnostics" in result ? result.diagnostics : [];
}

/** One refusal per construct: what it is, where it stands, and some words on what to write. */
function check(text: string, what: string, place: string): void {
  const found = diagnosticsOf(text).map(({ kind, message, line, column, remedy }) => {
    expect(remedy, "every refusal says what to write instead").not.toBe("");
    return `${kind} ${line}:${column} ${message}`;
  });
  expect(found).toEqual([`NotSimulated ${place} ${what} is not simulated`]);
}

describe("valid Python outside the subset is refused, and said to be valid", () => {
  it.each([
    ["class A: pass", "a class statement", "1:1"],
    ["x = 1\nclass A(object):\n    x = 1\n", "a class statement", "2:1"],
    ["f = lambda x: x", "a lambda expression", "1:5"],
    ["x = [i for i in y if lambda: i]", "a lambda expression", "1:22"],
    ["with open('f') as g, h: pass", "a with statement", "1:1"],
    ["def f():\n    yield 1", "yield, which makes the function a generator", "2:5"],
    ["def f():\n    x = yield", "yield, which makes the function a generator", "2:9"],
    ["def f():\n    x = (yield) + 1", "yield, which makes the function a generator", "2:10"],
    ["exec 'x = 1' in {}", "an exec statement", "1:1"],
    ["@trace\n@log(1)\ndef f(): pass", "a decorator", "1:1"],
    ["print `x`", "an expression in backticks", "1:7"],
    ["x = {1, 2}", "a set display", "1:5"],
    ["x = {i for i in y}", "a set comprehension", "1:5"],
    ["x = {i: 1 for i in y}", "a dict comprehension", "1:5"],
    ["print sum(i for i in x)", "a generator expression", "1:11"],
    ["x = (i for i in y)", "a generator expression", "1:6"],
    ["def f(*args): pass", "a parameter with * or **", "1:7"],
    ["def f(a, **named): pass", "a parameter with * or **", "1:10"],
    ["def f(a, *b, **c): pass", "a parameter with * or **", "1:10"],
    ["def f(a, (b, (c,))): pass", "a tuple as a parameter", "1:10"],
    ["f(1, *x)", "an argument with * or **", "1:6"],
    ["f(**x)", "an argument with * or **", "1:3"],
    ["x = 'a' u'b'", "a unicode literal", "1:9"],
    ["x = ur'a'", "a unicode literal", "1:5"],
    ["x = 1 + 2.5j", "an imaginary number", "1:9"],
    ["print x[...]", "an ellipsis", "1:9"],
    ["print x[1:2, 3]", "a subscript that mixes slices and commas", "1:9"],
    ["from . import x", "a relative import", "1:6"],
    ["from .a import x", "a relative import", "1:6"],
    ["from sys import *", "an import of all names of a module", "1:17"],
    ["from __future__ import division", "an import from __future__", "1:1"],
    ["import sys, re", "the module re", "1:13"],
    ["from os.path import join", "the module os.path", "1:6"],
    ["x = 1\ny = (2 **\n  10000000)", "a constant expression with a very large result", "3:3"],
    ["x = 1 << 5000000", "a constant expression with a very large result", "1:1"],
    ["# coding: latin-1\nx = 'é'", "this source encoding", "1:1"],
    ["# coding: utf-16\nx = 1", "this source encoding", "1:1"],
    ["x = '\0'", "a NUL character in the text", "1:1"],
  ])("%j", check);

  it("also a nested function that takes a variable from the function around it", () => {
    const text = "def f(a):\n    b = a\n    def g(c):\n        return b + c\n    return g\n";
    check(text, "a nested function that uses a variable of the function around it", "4:16");
  });

  it("but not what a function imports: the machine refuses it where the function is called", () => {
    const text =
      "def f():\n    import re\n    from decimal import Decimal\n\nx = 1\nimport signal\n";
    check(text, "the module signal", "6:8");
  });

  it("also a nested function that calls itself, because its name is a variable around it", () => {
    const text = "def f():\n    def g(n): return g(n - 1)\n    return g\n";
    check(text, "a nested function that uses a variable of the function around it", "2:22");
  });

  it("also what is nested deeper than our own stack reaches", () => {
    const text = `if a: pass\n${"elif b: pass\n".repeat(20000)}`;
    check(text, "a statement or expression nested this deeply", "1:1");
  });

  it("all constructs of a text at once, in the order of the text", () => {
    const text = "import re\nf = lambda: 1\nx = {1}\nfrom decimal import random\n";
    const found = diagnosticsOf(text).map(({ line, column }) => `${line}:${column}`);
    expect(found).toEqual(["1:8", "2:5", "3:5", "4:6"]);
  });

  it("but a text that is not Python at all gets CPython's error alone", () => {
    const kinds = diagnosticsOf("f = lambda: 1\nx = = 2\n").map(({ kind }) => kind);
    expect(kinds).toEqual(["SyntaxError"]);
  });

  it("with a caret below the construct and the remedy behind the name", () => {
    const [refusal] = diagnosticsOf("total = sum(i for i in x)\n");
    if (refusal === undefined) throw new Error("a generator expression must be refused");
    expect(diagnosticReport(refusal, "p.py")).toBe(
      '  File "p.py", line 1\n' +
        "    total = sum(i for i in x)\n" +
        "                ^\n" +
        "NotSimulated: a generator expression is not simulated. " +
        "Write a list comprehension: put the expression in square brackets\n",
    );
  });
});

describe("what is close to the edge is inside the subset", () => {
  it.each([
    "x[1, 2] = 3",
    "x[::2] = y[::]",
    "def f():\n    def g(a): return a\n    return g(1)",
    "def f():\n    global a\n    a = 1\n    def g(): return a",
    "print >>f, 1",
    "import multiprocessing.sharedctypes, ctypes",
    "from numpy import frombuffer",
    "x = 5L ** 2",
    "# coding: latin-1\nx = 1",
    "x = b'bytes'",
  ])("%j", (text) => {
    expect(diagnosticsOf(text)).toEqual([]);
  });
});
