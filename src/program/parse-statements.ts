/**
 * Simple statements: the rules small_stmt to assert_stmt of CPython 2.7's Grammar/Grammar, with the
 * tree that Python/ast.c makes of them.
 */
import type { Alias, BinaryOperator, Expr, Place, Stmt } from "./ast.ts";
import { ExpressionParser } from "./parse-expressions.ts";
import { isSimulatedModule, moduleRefusal, REFUSALS } from "./subset.ts";
import { forbidden_check, set_context } from "./targets.ts";

const AUGMENTED: readonly (readonly [string, BinaryOperator])[] = [
  ["+=", "+"],
  ["-=", "-"],
  ["*=", "*"],
  ["/=", "/"],
  ["%=", "%"],
  ["&=", "&"],
  ["|=", "|"],
  ["^=", "^"],
  ["<<=", "<<"],
  [">>=", ">>"],
  ["**=", "**"],
  ["//=", "//"],
];

export abstract class SimpleStatementParser extends ExpressionParser {
  /** Functions around the statement. */
  protected functions = 0;

  /** `small_stmt`: one statement between semicolons. */
  smallStatement(): Stmt {
    const place = this.place();
    return this.within(2, () => this.statementHere(place));
  }

  private statementHere(place: Place): Stmt {
    if (!this.atType("KEYWORD")) return this.exprStatement(place);
    if (this.accept("print")) return this.print(place);
    if (this.accept("del")) return this.del(place);
    if (this.accept("pass")) return { ...place, kind: "Pass" };
    if (this.accept("break")) return { ...place, kind: "Break" };
    if (this.accept("continue")) return { ...place, kind: "Continue" };
    if (this.accept("return")) {
      return { ...place, kind: "Return", value: this.atTest() ? this.testlist() : null };
    }
    if (this.accept("raise")) return this.raise(place);
    if (this.accept("import")) return this.import(place);
    if (this.accept("from")) return this.importFrom(place);
    if (this.accept("global")) return this.global(place);
    if (this.accept("exec")) return this.exec(place);
    if (this.accept("assert")) {
      const test = this.test();
      return { ...place, kind: "Assert", test, msg: this.accept(",") ? this.test() : null };
    }
    if (this.at("yield")) return { ...place, kind: "Expr", value: this.yieldExpr() };
    return this.exprStatement(place);
  }

  private exprStatement(place: Place): Stmt {
    const first = this.testlist();
    const augmented = AUGMENTED.find(([text]) => this.at(text));
    if (augmented !== undefined) {
      this.augmentedTarget(first);
      this.advance();
      return { ...place, kind: "AugAssign", target: first, op: augmented[1], value: this.value() };
    }
    if (!this.at("=")) return { ...place, kind: "Expr", value: first };
    const targets: Expr[] = [];
    let value = first;
    while (this.accept("=")) {
      if (value.kind === "NotSimulated" && value.cpythonName === "yield expression") {
        this.failTree(value, "assignment to yield expression not possible");
      }
      set_context(this, value, "assign to");
      targets.push(value);
      value = this.value();
    }
    return { ...place, kind: "Assign", targets, value };
  }

  /** The right side of an assignment. */
  private value(): Expr {
    return this.at("yield") ? this.yieldExpr() : this.testlist();
  }

  private augmentedTarget(target: Expr): void {
    set_context(this, target, "assign to");
    if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript") {
      this.failTree(target, "illegal expression for augmented assignment");
    }
  }

  /** `print a, b,`: the trailing comma keeps the line open; `>>` names the file first. */
  private print(place: Place): Stmt {
    const values: Expr[] = [];
    let dest: Expr | null = null;
    let comma = false;
    if (this.accept(">>")) {
      dest = this.test();
      comma = this.accept(",");
      if (comma) values.push(this.test());
      else return { ...place, kind: "Print", dest, values, nl: true };
    } else if (this.atTest()) {
      values.push(this.test());
    } else return { ...place, kind: "Print", dest, values, nl: true };
    for (comma = this.accept(","); comma && this.atTest(); comma = this.accept(",")) {
      values.push(this.test());
    }
    return { ...place, kind: "Print", dest, values, nl: !comma };
  }

  private del(place: Place): Stmt {
    const target = this.exprlist();
    set_context(this, target, "delete");
    return { ...place, kind: "Delete", targets: [target] };
  }

  private raise(place: Place): Stmt {
    const args: Expr[] = [];
    if (this.atTest()) {
      args.push(this.test());
      while (args.length < 3 && this.accept(",")) args.push(this.test());
    }
    return { ...place, kind: "Raise", args };
  }

  private import(place: Place): Stmt {
    const names: Alias[] = [];
    do {
      const namePlace = this.place();
      const name = this.dottedName();
      const asname = this.accept("as") ? this.boundName() : null;
      if (asname === null && !name.includes(".")) forbidden_check(this, namePlace, name);
      this.checkModule(namePlace, name);
      names.push({ name, asname });
    } while (this.accept(","));
    return { ...place, kind: "Import", names };
  }

  /** What a function imports is asked for where it is called, if it ever is: the machine refuses it there. */
  private checkModule(place: Place, name: string): void {
    if (this.functions === 0 && !isSimulatedModule(name)) this.refuse(place, moduleRefusal(name));
  }

  private importFrom(place: Place): Stmt {
    const modulePlace = this.place();
    let dots = 0;
    while (this.accept(".")) dots++;
    const module = dots > 0 && this.at("import") ? "" : this.dottedName();
    if (dots > 0) this.refuse(modulePlace, REFUSALS.relativeImport);
    else if (module !== "__future__") this.checkModule(modulePlace, module);
    this.expect("import");
    const star = this.place();
    if (this.accept("*")) {
      this.refuse(star, REFUSALS.starImport);
      return { ...place, kind: "Pass" };
    }
    const bracketed = this.accept("(");
    const names = this.importAsNames(bracketed);
    if (bracketed) this.expect(")");
    return { ...place, kind: "ImportFrom", module, names };
  }

  private importAsNames(bracketed: boolean): Alias[] {
    const place = this.place();
    const names: Alias[] = [];
    do {
      if (names.length > 0 && !this.atType("NAME")) {
        const message = "trailing comma not allowed without surrounding parentheses";
        if (!bracketed) this.failTree(place, message);
        return names;
      }
      const namePlace = this.place();
      const name = this.expectType("NAME").text;
      const asname = this.accept("as") ? this.boundName() : null;
      if (asname === null) forbidden_check(this, namePlace, name);
      names.push({ name, asname });
    } while (this.accept(","));
    return names;
  }

  /** `a.b.c`, without white space whatever the text has. */
  dottedName(): string {
    let name = this.expectType("NAME").text;
    while (this.accept(".")) name += `.${this.expectType("NAME").text}`;
    return name;
  }

  private global(place: Place): Stmt {
    const names = [this.expectType("NAME").text];
    while (this.accept(",")) names.push(this.expectType("NAME").text);
    return { ...place, kind: "Global", names };
  }

  private exec(place: Place): Stmt {
    this.expr();
    if (this.accept("in")) {
      this.test();
      if (this.accept(",")) this.test();
    }
    this.refuse(place, REFUSALS.exec);
    return { ...place, kind: "Pass" };
  }
}
