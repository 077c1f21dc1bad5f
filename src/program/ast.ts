/**
 * The abstract syntax tree, shaped like CPython 2.7's (Parser/Python.asdl), without the contexts
 * Load, Store and Del: the compiler asks for what it needs. `line` is the line CPython gives the
 * node, which decides the line table; `column` is the 0-based byte column of its first token.
 */
import type { Constant } from "./code.ts";

/** Where a node stands in the text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "<<"
  | ">>"
  | "&"
  | "|"
  | "^";

export type UnaryOperator = "+" | "-" | "~" | "not";

export type CompareOperator =
  | "<"
  | "<="
  | "=="
  | "!="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not";

export type Expr = Place &
  (
    | { readonly kind: "Name"; readonly id: string }
    | { readonly kind: "Num"; readonly value: Constant }
    | { readonly kind: "Str"; readonly value: string }
    | { readonly kind: "Tuple"; readonly elts: readonly Expr[] }
    | { readonly kind: "List"; readonly elts: readonly Expr[] }
    | { readonly kind: "Dict"; readonly keys: readonly Expr[]; readonly values: readonly Expr[] }
    | { readonly kind: "UnaryOp"; readonly op: UnaryOperator; readonly operand: Expr }
    | BinOp
    | { readonly kind: "BoolOp"; readonly op: "and" | "or"; readonly values: readonly Expr[] }
    | Compare
    | { readonly kind: "IfExp"; readonly test: Expr; readonly body: Expr; readonly orelse: Expr }
    | ListComp
    | Call
    | { readonly kind: "Attribute"; readonly value: Expr; readonly attr: string }
    | { readonly kind: "Subscript"; readonly value: Expr; readonly slice: Slice }
    | NotSimulatedExpr
  );

export interface BinOp extends Place {
  readonly kind: "BinOp";
  readonly left: Expr;
  readonly op: BinaryOperator;
  readonly right: Expr;
}

/** `left ops[0] comparators[0] ops[1] comparators[1] …` */
export interface Compare extends Place {
  readonly kind: "Compare";
  readonly left: Expr;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expr[];
}

export interface ListComp extends Place {
  readonly kind: "ListComp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}

/** One `for target in iter` of a comprehension, with the `if`s that follow it. */
export interface Comprehension {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
}

export interface Call extends Place {
  readonly kind: "Call";
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

export interface Keyword {
  readonly arg: string;
  readonly value: Expr;
}

/**
 * A valid construct outside the subset. Its diagnostic is already recorded, so it never reaches the
 * compiler; the parser keeps the name CPython would use in "can't assign to …".
 */
export interface NotSimulatedExpr extends Place {
  readonly kind: "NotSimulated";
  readonly cpythonName: string;
}

export type Slice =
  | { readonly kind: "Index"; readonly value: Expr }
  | {
      readonly kind: "Slice";
      readonly lower: Expr | null;
      readonly upper: Expr | null;
      readonly step: Expr | null;
    };

export type Stmt = Place &
  (
    | FunctionDef
    | { readonly kind: "Return"; readonly value: Expr | null }
    | { readonly kind: "Delete"; readonly targets: readonly Expr[] }
    | { readonly kind: "Assign"; readonly targets: readonly Expr[]; readonly value: Expr }
    | AugAssign
    | Print
    | For
    | While
    | If
    | { readonly kind: "Raise"; readonly args: readonly Expr[] }
    | TryExcept
    | { readonly kind: "TryFinally"; readonly body: Body; readonly finalbody: Body }
    | { readonly kind: "Assert"; readonly test: Expr; readonly msg: Expr | null }
    | { readonly kind: "Import"; readonly names: readonly Alias[] }
    | { readonly kind: "ImportFrom"; readonly module: string; readonly names: readonly Alias[] }
    | { readonly kind: "Global"; readonly names: readonly string[] }
    | { readonly kind: "Expr"; readonly value: Expr }
    | { readonly kind: "Pass" }
    | { readonly kind: "Break" }
    | { readonly kind: "Continue" }
  );

export type Body = readonly Stmt[];

export interface FunctionDef extends Place {
  readonly kind: "FunctionDef";
  readonly name: string;
  readonly args: Parameters;
  readonly body: Body;
}

/** Positional parameters; the defaults belong to the last ones. */
export interface Parameters {
  readonly names: readonly string[];
  readonly defaults: readonly Expr[];
}

export interface AugAssign extends Place {
  readonly kind: "AugAssign";
  readonly target: Expr;
  readonly op: BinaryOperator;
  readonly value: Expr;
}

export interface Print extends Place {
  readonly kind: "Print";
  readonly dest: Expr | null;
  readonly values: readonly Expr[];
  /** False if a trailing comma keeps the line open. */
  readonly nl: boolean;
}

export interface For extends Place {
  readonly kind: "For";
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: Body;
  readonly orelse: Body;
}

export interface While extends Place {
  readonly kind: "While";
  readonly test: Expr;
  readonly body: Body;
  readonly orelse: Body;
}

export interface If extends Place {
  readonly kind: "If";
  readonly test: Expr;
  readonly body: Body;
  readonly orelse: Body;
}

export interface TryExcept extends Place {
  readonly kind: "TryExcept";
  readonly body: Body;
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: Body;
}

/** `except type, name:`; both are absent in a bare `except:`. */
export interface ExceptHandler extends Place {
  readonly type: Expr | null;
  readonly name: Expr | null;
  readonly body: Body;
}

export interface Alias {
  readonly name: string;
  readonly asname: string | null;
}
