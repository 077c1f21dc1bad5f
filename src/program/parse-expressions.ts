/**
 * Operators and conditional expressions: the rules test to power of CPython 2.7's Grammar/Grammar,
 * each of which is one open rule of CPython's parser.
 */
import type { BinaryOperator, CompareOperator, Expr, Parameters, UnaryOperator } from "./ast.ts";
import { AtomParser } from "./parse-atoms.ts";
import { REFUSALS } from "./subset.ts";
import { forbidden_check } from "./targets.ts";

/**
 * Binary operators from the loosest to the tightest: expr, xor_expr, and_expr, shift, arith,
 * term.
 */
const BINARY_LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%", "//"],
];

const SIGNS: readonly UnaryOperator[] = ["+", "-", "~"];

export abstract class ExpressionParser extends AtomParser {
  test(): Expr {
    return this.within(1, () => {
      if (this.at("lambda")) return this.lambda(() => this.test());
      const place = this.place();
      const body = this.orTest();
      if (!this.accept("if")) return body;
      const test = this.orTest();
      this.expect("else");
      return { ...place, kind: "IfExp", test, body, orelse: this.test() };
    });
  }

  oldTest(): Expr {
    return this.at("lambda") ? this.lambda(() => this.oldTest()) : this.orTest();
  }

  orTest(): Expr {
    return this.within(1, () => this.boolOp("or", () => this.andTest()));
  }

  private andTest(): Expr {
    return this.within(1, () => this.boolOp("and", () => this.notTest()));
  }

  private boolOp(op: "and" | "or", operand: () => Expr): Expr {
    const place = this.place();
    const values = [operand()];
    while (this.accept(op)) values.push(operand());
    const [only] = values;
    return values.length === 1 && only !== undefined
      ? only
      : { ...place, kind: "BoolOp", op, values };
  }

  private notTest(): Expr {
    return this.within(1, () => {
      const place = this.place();
      if (!this.accept("not")) return this.comparison();
      return { ...place, kind: "UnaryOp", op: "not", operand: this.notTest() };
    });
  }

  private comparison(): Expr {
    return this.within(1, () => {
      const place = this.place();
      const left = this.expr();
      const ops: CompareOperator[] = [];
      const comparators: Expr[] = [];
      for (let op = this.compareOperator(); op !== null; op = this.compareOperator()) {
        ops.push(op);
        comparators.push(this.expr());
      }
      return ops.length === 0 ? left : { ...place, kind: "Compare", left, ops, comparators };
    });
  }

  private compareOperator(): CompareOperator | null {
    if (this.accept("<>")) return "!=";
    for (const op of ["<", "<=", "==", "!=", ">", ">=", "in"] as const) {
      if (this.accept(op)) return op;
    }
    if (this.accept("is")) return this.accept("not") ? "is not" : "is";
    if (!this.accept("not")) return null;
    this.expect("in");
    return "not in";
  }

  expr(): Expr {
    return this.binary(0);
  }

  /**
   * The first operator of a chain is dated by the chain's first token, the others by themselves.
   */
  private binary(level: number): Expr {
    const operators = BINARY_LEVELS[level];
    if (operators === undefined) return this.factor();
    return this.within(1, () => {
      let place = this.place();
      let left = this.binary(level + 1);
      for (let first = true; ; first = false) {
        const operator = this.place();
        const op = operators.find((candidate) => this.accept(candidate));
        if (op === undefined) return left;
        if (!first) place = operator;
        left = { ...place, kind: "BinOp", left, op, right: this.binary(level + 1) };
      }
    });
  }

  /** A minus directly before a bare number becomes part of the number (`ast_for_factor`). */
  private factor(): Expr {
    return this.within(1, () => {
      const place = this.place();
      const op = SIGNS.find((sign) => this.at(sign));
      if (op === undefined) return this.power();
      this.advance();
      if (op === "-" && this.atBareNumber()) {
        const numberPlace = this.place();
        return this.num(`-${this.advance().text}`, numberPlace);
      }
      return { ...place, kind: "UnaryOp", op, operand: this.factor() };
    });
  }

  private atBareNumber(): boolean {
    const next = this.peek(1);
    const extended = next.type === "OP" && ["**", "(", "[", "."].includes(next.text);
    return this.atType("NUMBER") && !extended;
  }

  private power(): Expr {
    return this.within(1, () => {
      const place = this.place();
      const base = this.trailers(this.atom());
      if (!this.accept("**")) return base;
      return { ...place, kind: "BinOp", left: base, op: "**", right: this.factor() };
    });
  }

  private lambda(body: () => Expr): Expr {
    const place = this.place();
    this.expect("lambda");
    if (!this.at(":")) this.varargslist();
    this.expect(":");
    body();
    this.refuse(place, REFUSALS.lambda);
    return { ...place, kind: "NotSimulated", cpythonName: "lambda" };
  }

  yieldExpr(): Expr {
    const place = this.place();
    this.expect("yield");
    if (this.atTest()) this.testlist();
    this.refuse(place, REFUSALS.yield);
    return { ...place, kind: "NotSimulated", cpythonName: "yield expression" };
  }

  /** The parameters of a function, without the brackets around them. */
  varargslist(): Parameters {
    return this.within(1, () => {
      const place = this.place();
      const names: string[] = [];
      const defaults: Expr[] = [];
      while (this.atType("NAME") || this.at("(")) {
        const name = this.fpdef();
        if (this.accept("=")) defaults.push(this.test());
        else if (defaults.length > 0) {
          this.failTree(place, "non-default argument follows default argument");
        }
        names.push(name);
        if (!this.accept(",")) return { names, defaults };
        if (this.at(")") || this.at(":")) return { names, defaults };
      }
      this.starParameters();
      return { names, defaults };
    });
  }

  /** A parameter is a name or, outside the subset, a tuple of them. */
  private fpdef(): string {
    if (this.atType("NAME")) return this.boundName();
    this.refuse(this.place(), REFUSALS.tupleParameter);
    this.fplist();
    return "";
  }

  private fplist(): void {
    this.expect("(");
    do {
      if (this.at("(")) this.fplist();
      else this.boundName();
    } while (this.accept(",") && !this.at(")"));
    this.expect(")");
  }

  private starParameters(): void {
    this.refuse(this.place(), REFUSALS.starParameter);
    if (this.accept("*")) {
      this.boundName();
      if (!this.accept(",")) return;
    }
    this.expect("**");
    this.boundName();
  }

  /** A name that the statement binds; None and __debug__ cannot be bound. */
  boundName(): string {
    const place = this.place();
    const name = this.expectType("NAME").text;
    forbidden_check(this, place, name);
    return name;
  }
}
