/**
 * The parts of an expression that hold it together: names, literals, displays, calls, subscripts
 * and attributes (the rules atom, trailer, arglist, subscript, listmaker of CPython 2.7's
 * Grammar/Grammar, with the tree that Python/ast.c makes of them).
 */
import type { Comprehension, Expr, Keyword, Place, Slice } from "./ast.ts";
import { NONE } from "./code.ts";
import { TokenCursor } from "./cursor.ts";
import { parsenumber, parsestr } from "./literals.ts";
import { REFUSALS } from "./subset.ts";
import { forbidden_check, set_context } from "./targets.ts";

export abstract class AtomParser extends TokenCursor {
  /** The grammar's `test`: any expression without commas. */
  abstract test(): Expr;
  /** The grammar's `old_test`: no conditional expression, so that `if` can follow. */
  abstract oldTest(): Expr;
  abstract orTest(): Expr;
  /** The grammar's `expr`: no comparison, so that `in` can follow. */
  abstract expr(): Expr;
  abstract yieldExpr(): Expr;

  /** True if a token can begin an expression: where the grammar leaves one out, this decides. */
  atTest(): boolean {
    const { type } = this.token;
    if (type === "NAME" || type === "NUMBER" || type === "STRING") return true;
    return this.atAny(["not", "lambda", "-", "+", "~", "(", "[", "{", "`"]);
  }

  /** One or more expressions with commas: a tuple as soon as there is one comma. */
  testlist(): Expr {
    return this.within(1, () =>
      this.commaList(
        () => this.test(),
        () => this.atTest(),
      ),
    );
  }

  /** `exprlist`: the targets of `for` and `del`. */
  exprlist(): Expr {
    return this.within(1, () =>
      this.commaList(
        () => this.expr(),
        () => this.atExpr(),
      ),
    );
  }

  /** Like `atTest`, for a place where neither `not` nor `lambda` can begin the expression. */
  private atExpr(): boolean {
    return this.atTest() && !this.at("not") && !this.at("lambda");
  }

  private commaList(element: () => Expr, atElement: () => boolean): Expr {
    const place = this.place();
    const first = element();
    if (!this.at(",")) return first;
    const elts = [first];
    while (this.accept(",") && atElement()) elts.push(element());
    return { ...place, kind: "Tuple", elts };
  }

  atom(): Expr {
    return this.within(1, () => this.atomHere());
  }

  private atomHere(): Expr {
    const place = this.place();
    switch (this.token.type) {
      case "NAME":
        return { ...place, kind: "Name", id: this.advance().text };
      case "NUMBER":
        return this.num(this.advance().text, place);
      case "STRING":
        return this.strings(place);
    }
    if (this.accept("(")) return this.parenthesized(place);
    if (this.accept("[")) return this.listDisplay(place);
    if (this.accept("{")) return this.dictOrSet(place);
    if (this.accept("`")) return this.backticks(place);
    return this.fail();
  }

  /** A number; `text` carries the minus sign that `ast_for_factor` has drawn into it. */
  num(text: string, place: Place): Expr {
    const value = parsenumber(text);
    if (value === null) this.refuse(place, REFUSALS.imaginary);
    return { ...place, kind: "Num", value: value ?? NONE };
  }

  /** Adjacent strings join (`parsestrplus`). */
  private strings(place: Place): Expr {
    let value = "";
    while (this.atType("STRING")) {
      const token = this.advance();
      const literal = parsestr(token.text);
      if (literal.kind === "bytes") value += literal.value;
      else if (literal.kind === "bad \\x") this.failTreeNowhere("ValueError", "invalid \\x escape");
      else this.refuse({ line: token.startLine, column: token.startColumn }, REFUSALS.unicode);
    }
    return { ...place, kind: "Str", value };
  }

  private parenthesized(place: Place): Expr {
    if (this.accept(")")) return { ...place, kind: "Tuple", elts: [] };
    const inner = this.at("yield") ? this.yieldExpr() : this.within(1, () => this.testlistComp());
    this.expect(")");
    return inner;
  }

  private testlistComp(): Expr {
    const place = this.place();
    const first = this.test();
    if (this.at("for")) return this.generatorExpression(place);
    if (!this.at(",")) return first;
    const elts = [first];
    while (this.accept(",") && this.atTest()) elts.push(this.test());
    return { ...place, kind: "Tuple", elts };
  }

  private generatorExpression(place: Place): Expr {
    this.comprehensions(() => this.orTest());
    this.refuse(place, REFUSALS.generatorExpression);
    return { ...place, kind: "NotSimulated", cpythonName: "generator expression" };
  }

  private listDisplay(place: Place): Expr {
    if (this.accept("]")) return { ...place, kind: "List", elts: [] };
    const inner = this.within(1, () => this.listmaker(place));
    this.expect("]");
    return inner;
  }

  private listmaker(bracket: Place): Expr {
    const place = this.place();
    const elt = this.test();
    if (this.at("for")) {
      const generators = this.comprehensions(() => this.testlistSafe());
      return { ...place, kind: "ListComp", elt, generators };
    }
    const elts = [elt];
    while (this.accept(",") && this.atTest()) elts.push(this.test());
    return { ...bracket, kind: "List", elts };
  }

  /** `for … in … if …`, once or several times; `iter` reads what stands after `in`. */
  private comprehensions(iter: () => Expr): Comprehension[] {
    const generators: Comprehension[] = [];
    this.within(1, () => {
      while (this.accept("for")) {
        const target = this.exprlist();
        set_context(this, target, "assign to");
        this.expect("in");
        const source = iter();
        const ifs: Expr[] = [];
        while (this.accept("if")) ifs.push(this.within(1, () => this.oldTest()));
        generators.push({ target, iter: source, ifs });
      }
    });
    return generators;
  }

  /** `testlist_safe`: a comma is taken as part of a tuple only if a second element follows. */
  private testlistSafe(): Expr {
    const place = this.place();
    const first = this.within(1, () => this.oldTest());
    if (!this.accept(",")) return first;
    const elts = [first, this.oldTest()];
    while (this.accept(",") && this.atTest()) elts.push(this.oldTest());
    return { ...place, kind: "Tuple", elts };
  }

  private dictOrSet(place: Place): Expr {
    const keys: Expr[] = [];
    const values: Expr[] = [];
    if (this.accept("}")) return { ...place, kind: "Dict", keys, values };
    const result = this.within(1, () => {
      const first = this.test();
      if (!this.accept(":")) return this.setDisplay(place);
      keys.push(first);
      values.push(this.test());
      if (this.at("for")) return this.dictComprehension(place);
      while (this.accept(",") && this.atTest()) {
        keys.push(this.test());
        this.expect(":");
        values.push(this.test());
      }
      return { ...place, kind: "Dict", keys, values } as const;
    });
    this.expect("}");
    return result;
  }

  private dictComprehension(place: Place): Expr {
    this.comprehensions(() => this.orTest());
    this.refuse(place, REFUSALS.dictComprehension);
    return { ...place, kind: "NotSimulated", cpythonName: "dict comprehension" };
  }

  private setDisplay(place: Place): Expr {
    if (this.at("for")) {
      this.comprehensions(() => this.orTest());
      this.refuse(place, REFUSALS.setComprehension);
      return { ...place, kind: "NotSimulated", cpythonName: "set comprehension" };
    }
    while (this.accept(",") && this.atTest()) this.test();
    this.refuse(place, REFUSALS.setDisplay);
    return { ...place, kind: "NotSimulated", cpythonName: "literal" };
  }

  private backticks(place: Place): Expr {
    this.within(1, () => {
      this.test();
      while (this.accept(",")) this.test();
    });
    this.expect("`");
    this.refuse(place, REFUSALS.backticks);
    return { ...place, kind: "NotSimulated", cpythonName: "repr" };
  }

  /** Calls, subscripts and attributes after an atom; each gets the line of the atom's tree. */
  trailers(atom: Expr): Expr {
    let value = atom;
    const place = { line: atom.line, column: atom.column };
    for (;;) {
      if (this.accept("(")) value = this.call(value, place);
      else if (this.accept("[")) value = this.subscript(value, place);
      else if (this.accept(".")) {
        const attr = this.within(1, () => this.expectType("NAME").text);
        value = { ...place, kind: "Attribute", value, attr };
      } else return value;
    }
  }

  private call(func: Expr, place: Place): Expr {
    const args: Expr[] = [];
    const keywords: Keyword[] = [];
    this.within(1, () => {
      if (!this.at(")")) this.within(1, () => this.arglist(place, args, keywords));
      this.expect(")");
    });
    return { ...place, kind: "Call", func, args, keywords };
  }

  /** The argument list of a call or of a decorator, which ends before the closing bracket. */
  arglist(place: Place, args: Expr[], keywords: Keyword[]): void {
    let generators = 0;
    let starred = false;
    for (;;) {
      if (this.at("**")) {
        this.starArgument();
        break;
      }
      if (this.at("*") && !starred) {
        this.starArgument();
        starred = true;
      } else {
        generators += this.within(1, () => this.argument(args, keywords, starred)) ? 1 : 0;
      }
      if (!this.accept(",")) break;
      // After *args the grammar wants another argument; otherwise a comma may end the list.
      if (!starred && this.at(")")) break;
    }
    const count = args.length + keywords.length + generators;
    if (generators > 1 || (generators === 1 && count > 1)) {
      this.failTree(place, "Generator expression must be parenthesized if not sole argument");
    }
    if (count > 255) this.failTree(place, "more than 255 arguments");
  }

  private starArgument(): void {
    this.refuse(this.place(), REFUSALS.starArgument);
    this.advance();
    this.test();
  }

  /** One argument; true if it is a bare generator expression. */
  private argument(args: Expr[], keywords: Keyword[], starred: boolean): boolean {
    const place = this.place();
    const value = this.test();
    if (this.at("for")) {
      this.generatorExpression(place);
      return true;
    }
    if (!this.accept("=")) {
      if (keywords.length > 0) this.failTree(place, "non-keyword arg after keyword arg");
      if (starred) this.failTree(place, "only named arguments may follow *expression");
      args.push(value);
      return false;
    }
    this.keyword(value, place, keywords);
    return false;
  }

  private keyword(name: Expr, place: Place, keywords: Keyword[]): void {
    const value = this.test();
    if (name.kind === "NotSimulated" && name.cpythonName === "lambda") {
      this.failTree(place, "lambda cannot contain assignment");
    } else if (name.kind !== "Name") {
      this.failTree(place, "keyword can't be an expression");
    } else {
      forbidden_check(this, name, name.id);
      if (keywords.some((keyword) => keyword.arg === name.id)) {
        this.failTree(place, "keyword argument repeated");
      }
      keywords.push({ arg: name.id, value });
    }
  }

  private subscript(value: Expr, place: Place): Expr {
    const slice = this.within(1, () => {
      const found = this.within(1, () => this.subscriptlist());
      this.expect("]");
      return found;
    });
    return { ...place, kind: "Subscript", value, slice };
  }

  /** Several plain indices are one tuple; a slice among them is outside the subset. */
  private subscriptlist(): Slice {
    const place = this.place();
    const slices = [this.within(1, () => this.slice())];
    let commas = 0;
    while (this.accept(",")) {
      commas++;
      if (this.at("]")) break;
      slices.push(this.within(1, () => this.slice()));
    }
    const [first] = slices;
    if (first === undefined) throw new Error("a subscript has at least one part");
    if (commas === 0) return first;
    const elts = slices.flatMap((slice) => (slice.kind === "Index" ? [slice.value] : []));
    if (elts.length < slices.length) this.refuse(place, REFUSALS.extendedSlice);
    return { kind: "Index", value: { ...place, kind: "Tuple", elts } };
  }

  private slice(): Slice {
    const place = this.place();
    if (this.at(".")) return this.ellipsis(place);
    const lower = this.at(":") ? null : this.test();
    if (lower !== null && !this.at(":")) return { kind: "Index", value: lower };
    this.expect(":");
    const upper = this.atTest() ? this.test() : null;
    const colon = this.place();
    if (!this.accept(":")) return { kind: "Slice", lower, upper, step: null };
    // A second colon without a step means the name None, which the peephole pass makes a constant.
    const none: Expr = { ...colon, kind: "Name", id: "None" };
    const step = this.within(1, () => (this.atTest() ? this.test() : none));
    return { kind: "Slice", lower, upper, step };
  }

  private ellipsis(place: Place): Slice {
    for (let dots = 0; dots < 3; dots++) this.expect(".");
    this.refuse(place, REFUSALS.ellipsis);
    return { kind: "Index", value: { ...place, kind: "NotSimulated", cpythonName: "Ellipsis" } };
  }
}
