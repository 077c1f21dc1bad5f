/**
 * From text to syntax tree: the compound statements of CPython 2.7's Grammar/Grammar and the
 * entry to the parser. The whole grammar is parsed, also what lies outside the subset, so that a
 * wrong token behind a refused construct is still reported as CPython reports it.
 */
import type { Body, ExceptHandler, Expr, Place, Stmt } from "./ast.ts";
import { SimpleStatementParser } from "./parse-statements.ts";
import type { Diagnostic, SourceText } from "./source.ts";
import { REFUSALS } from "./subset.ts";
import { set_context } from "./targets.ts";
import { tokenize } from "./tokenize.ts";

/** The tree of a text, and the constructs in it that are outside the subset. */
export interface ParsedModule {
  readonly body: Body;
  readonly refusals: readonly Diagnostic[];
}

/** Parses a text; throws a CompileError with CPython's own message if it is not Python 2.7. */
export function parseModule(source: SourceText): ParsedModule {
  const parser = new Parser(source, tokenize(source));
  const body = parser.fileInput();
  parser.finish();
  const refusals = parser.refusals.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { body, refusals };
}

class Parser extends SimpleStatementParser {
  fileInput(): Body {
    const body: Stmt[] = [];
    this.within(1, () => {
      while (!this.atType("ENDMARKER")) {
        if (this.atType("NEWLINE")) this.advance();
        else this.statement(body);
      }
    });
    return body;
  }

  /** One line of simple statements, or one compound statement. */
  private statement(body: Stmt[]): void {
    this.within(1, () => {
      if (this.atCompound()) this.within(2, () => body.push(this.compound()));
      else this.simpleStatements(body);
    });
  }

  private simpleStatements(body: Stmt[]): void {
    this.within(1, () => {
      do body.push(this.smallStatement());
      while (this.accept(";") && !this.atType("NEWLINE"));
      this.expectType("NEWLINE");
    });
  }

  private atCompound(): boolean {
    return this.atAny(["if", "while", "for", "try", "with", "def", "class", "@"]);
  }

  private compound(): Stmt {
    const place = this.place();
    if (this.at("if")) return this.if(place);
    if (this.accept("while")) return this.while(place);
    if (this.accept("for")) return this.for(place);
    if (this.accept("try")) return this.try(place);
    if (this.accept("with")) return this.with(place);
    if (this.accept("def")) return this.funcdef(place);
    if (this.accept("class")) return this.classdef(place);
    return this.decorated(place);
  }

  /** The block behind a colon: statements on the same line or an indented block. */
  private suite(): Body {
    const body: Stmt[] = [];
    this.expect(":");
    this.within(1, () => {
      if (!this.atType("NEWLINE")) {
        this.simpleStatements(body);
        return;
      }
      this.advance();
      this.expectType("INDENT");
      do this.statement(body);
      while (!this.atType("DEDENT"));
      this.advance();
    });
    return body;
  }

  /** CPython dates an `elif` by its condition, not by its keyword. */
  private if(place: Place): Stmt {
    const branches: { place: Place; test: Expr; body: Body }[] = [];
    while (this.accept(branches.length === 0 ? "if" : "elif")) {
      const testPlace = this.place();
      const test = this.test();
      branches.push({ place: branches.length === 0 ? place : testPlace, test, body: this.suite() });
    }
    let orelse = this.elseSuite();
    let statement: Stmt | null = null;
    for (const branch of branches.reverse()) {
      statement = { ...branch.place, kind: "If", test: branch.test, body: branch.body, orelse };
      orelse = [statement];
    }
    if (statement === null) throw new Error("an if statement has at least one branch");
    return statement;
  }

  private elseSuite(): Body {
    return this.accept("else") ? this.suite() : [];
  }

  private while(place: Place): Stmt {
    const test = this.test();
    const body = this.suite();
    return { ...place, kind: "While", test, body, orelse: this.elseSuite() };
  }

  private for(place: Place): Stmt {
    const target = this.exprlist();
    set_context(this, target, "assign to");
    this.expect("in");
    const iter = this.testlist();
    const body = this.suite();
    return { ...place, kind: "For", target, iter, body, orelse: this.elseSuite() };
  }

  /** `try … except … finally` is a try-except inside a try-finally. */
  private try(place: Place): Stmt {
    const body = this.suite();
    if (this.accept("finally"))
      return { ...place, kind: "TryFinally", body, finalbody: this.suite() };
    const handlers: ExceptHandler[] = [];
    if (!this.at("except")) this.fail();
    while (this.at("except")) handlers.push(this.exceptHandler());
    const orelse = this.elseSuite();
    const inner: Stmt = { ...place, kind: "TryExcept", body, handlers, orelse };
    if (!this.accept("finally")) return inner;
    return { ...place, kind: "TryFinally", body: [inner], finalbody: this.suite() };
  }

  private exceptHandler(): ExceptHandler {
    const place = this.place();
    this.expect("except");
    let type: Expr | null = null;
    let name: Expr | null = null;
    if (this.atTest()) {
      type = this.test();
      if (this.accept("as") || this.accept(",")) {
        name = this.test();
        set_context(this, name, "assign to");
      }
    }
    return { ...place, type, name, body: this.suite() };
  }

  private with(place: Place): Stmt {
    do {
      this.test();
      if (this.accept("as")) set_context(this, this.expr(), "assign to");
    } while (this.accept(","));
    this.suite();
    this.refuse(place, REFUSALS.with);
    return { ...place, kind: "Pass" };
  }

  private funcdef(place: Place): Stmt {
    const name = this.boundName();
    this.expect("(");
    const args = this.at(")") ? { names: [], defaults: [] } : this.varargslist();
    this.expect(")");
    this.functions += 1;
    const body = this.suite();
    this.functions -= 1;
    return { ...place, kind: "FunctionDef", name, args, body };
  }

  private classdef(place: Place): Stmt {
    this.boundName();
    if (this.accept("(")) {
      if (!this.at(")")) this.testlist();
      this.expect(")");
    }
    this.suite();
    this.refuse(place, REFUSALS.class);
    return { ...place, kind: "Pass" };
  }

  private decorated(place: Place): Stmt {
    while (this.accept("@")) {
      const namePlace = this.place();
      this.dottedName();
      if (this.accept("(")) {
        if (!this.at(")")) this.arglist(namePlace, [], []);
        this.expect(")");
      }
      this.expectType("NEWLINE");
    }
    this.refuse(place, REFUSALS.decorator);
    if (!this.at("def") && !this.at("class")) this.fail();
    return this.compound();
  }
}
