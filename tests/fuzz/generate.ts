/**
 * Random programs of the subset: from a seed (mulberry32, in `Choices`) always the same text. They end:
 * loops go over copies of bounded length, nested at most twice, and functions call only functions
 * defined above them. Most are well-typed; what is wrong in them raises, and that is compared, too.
 */
import { Choices } from "../core/support.ts";
import {
  BIG_INTS,
  EXCEPTIONS,
  EXPRESSIONS,
  INDICES,
  KEYS,
  LITERALS,
  RAISING,
  SIZED,
  STATEMENTS,
  TYPES,
  type Type,
  WORDS,
} from "./templates.ts";

/** How deep expressions nest. */
const DEPTH = 3;
/** How deep compound statements nest. */
const NESTING = 2;
const LOOPS = 2;

const PLAIN_TYPES: readonly Type[] = ["int", "float", "str", "ints", "strs", "tuple", "counts"];

interface Variable {
  name: string;
  type: Type;
}

interface Callable {
  name: string;
  parameters: readonly Variable[];
  /** How many of the parameters have no default. */
  required: number;
  type: Type;
}

/** Where a statement stands. */
interface Place {
  indent: string;
  nesting: number;
  /** Loops around it, and one more in a function: it may be called from a loop. */
  loops: number;
  /** Whether break and continue are allowed. */
  inLoop: boolean;
  /** Inside a try statement, where exceptions are welcome. */
  guarded: boolean;
  /** Inside a function: null at module level. */
  result: Type | null;
}

const letter: Record<Type, string> = {
  int: "n",
  float: "x",
  bool: "b",
  str: "s",
  ints: "l",
  strs: "w",
  mixed: "m",
  tuple: "t",
  counts: "d",
};

class Program {
  private readonly lines: string[] = ["import sys"];
  private variables: Variable[] = [];
  private readonly functions: Callable[] = [];
  private names = 0;
  private guarded = false;

  /** Whether ints may grow beyond a machine word. */
  private readonly hasBigInts: boolean;

  constructor(private readonly choices: Choices) {
    this.hasBigInts = this.chance(0.03);
  }

  text(): string {
    const top: Place = {
      ...{ indent: "", nesting: 0, loops: 0, inLoop: false },
      ...{ guarded: false, result: null },
    };
    const { choices } = this;
    for (const type of ["ints", "int", "str"] as const) this.define(top, type);
    for (let i = choices.between(0, 3); i > 0; i--) this.define(top, choices.of(TYPES));
    for (let i = choices.between(0, 2); i > 0; i--) this.functionDefinition();
    for (let i = choices.between(3, 11); i > 0; i--) this.statement(top);
    for (const { name } of this.variables) this.lines.push(`print ${name}`);
    if (this.chance(0.05)) this.lines.push(`sys.exit(${choices.of(["0", "3", "'end'", "None"])})`);
    return `${this.lines.join("\n")}\n`;
  }

  private chance(probability: number): boolean {
    return this.choices.next() < probability;
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  /** An expression. Sometimes it has another type than the asked one: rarely, or in a try statement. */
  private expression(asked: Type, depth: number): string {
    if (this.chance(this.guarded ? 0.03 : 0.0005)) {
      // In parentheses, because 7.upper() would be an error of the tokenizer.
      return `(${this.ofType(this.choices.of(TYPES), depth)})`;
    }
    return this.ofType(asked, depth);
  }

  private ofType(type: Type, depth: number): string {
    const known = this.variables.filter((each) => each.type === type);
    if (known.length > 0 && this.chance(depth === 0 ? 0.7 : 0.3))
      return this.choices.of(known).name;
    if (depth === 0) return this.literal(type);
    const callable = this.functions.filter((each) => each.type === type);
    if (callable.length > 0 && this.chance(0.3)) return this.call(this.choices.of(callable), depth);
    return this.filled(this.phrase(EXPRESSIONS[type]), depth - 1);
  }

  /** A phrase whose variables exist; outside a try statement seldom one that may raise. */
  private phrase(phrases: readonly string[]): string {
    for (;;) {
      const phrase = this.choices.of(phrases);
      if (phrase.startsWith("!") && !this.guarded && !this.chance(0.02)) continue;
      const wanted = [...phrase.matchAll(/<@(\w+)>/g)].map((match) => match[1]);
      const exists = (type: string | undefined) =>
        this.variables.some((each) => type === "any" || each.type === type);
      if (wanted.every(exists)) return phrase.replace(/^!/, "");
    }
  }

  /** Fills the holes of a phrase from left to right; <c> is one fresh name in the whole phrase. */
  private filled(phrase: string, depth: number): string {
    const bound = phrase.includes("<c>") ? this.fresh("c") : "";
    return phrase.replace(/<(@?)(\w+)>/g, (_, isName: string, hole: string) => {
      if (isName) {
        return this.choices.of(this.variables.filter((v) => hole === "any" || v.type === hole))
          .name;
      }
      return hole === "c" ? bound : this.hole(hole, depth);
    });
  }

  private hole(hole: string, depth: number): string {
    const { choices } = this;
    const words = WORDS[hole];
    if (words !== undefined) return choices.of(words);
    switch (hole) {
      case "any":
        return this.chance(0.1) ? "None" : this.expression(choices.of(TYPES), depth);
      case "sized":
        return this.expression(choices.of(SIZED), depth);
      case "index":
        return this.chance(0.2) ? `${this.expression("int", 0)} % 3` : choices.of(INDICES);
      case "callback":
        return this.callback();
      case "key":
        return this.chance(0.1) ? this.expression("str", 0) : choices.of(KEYS);
      default:
        return this.expression(hole as Type, depth);
    }
  }

  private literal(type: Type): string {
    const big = type === "int" && this.hasBigInts && this.chance(0.3);
    return this.choices.of(big ? BIG_INTS : LITERALS[type]);
  }

  /** The name of something that takes one int. */
  private callback(): string {
    const known = this.functions.filter(
      ({ parameters, required }) => parameters[0]?.type === "int" && required <= 1,
    );
    if (known.length === 0) return this.choices.of(["abs", "str", "int"]);
    return this.choices.of(known).name;
  }

  private call(callable: Callable, depth: number): string {
    const values = callable.parameters.map(({ name, type }, i) => {
      const value =
        type === "int" ? `${this.expression(type, depth - 1)} % 50` : this.bounded(type, depth - 1);
      return i > 0 && this.chance(0.3) ? `${name}=${value}` : value;
    });
    if (this.guarded && this.chance(0.05)) values.push(this.expression("int", 0));
    // A positional argument after a keyword is a syntax error.
    const firstKeyword = values.findIndex((value) => /^p\d+=/.test(value));
    if (firstKeyword !== -1) values.splice(firstKeyword + 1);
    return `${callable.name}(${values.join(", ")})`;
  }

  /** An expression whose value cannot grow from turn to turn of a loop. */
  private bounded(type: Type, depth: number): string {
    const value = this.expression(type, depth);
    if (type === "int") return `${value} % 1009`;
    return ["str", "ints", "strs", "mixed", "tuple"].includes(type) ? `${value}[:12]` : value;
  }

  /** A new variable of the type; sometimes an old one gets a new value. */
  private define(place: Place, type: Type): void {
    const value = this.bounded(type, DEPTH);
    const old = this.variables.filter((each) => each.type === type);
    const reuse = old.length > 0 && (old.length > 2 || this.chance(0.4));
    const name = reuse ? this.choices.of(old).name : this.fresh(letter[type]);
    this.lines.push(`${place.indent}${name} = ${value}`);
    if (this.chance(0.3)) this.lines.push(`${place.indent}print ${name}`);
    if (!reuse) this.variables.push({ name, type });
  }

  private statement(place: Place): void {
    const { choices } = this;
    const roll = choices.next();
    if (this.compoundStatement(place, roll)) return;
    if (roll < 0.52) this.define(place, choices.of(TYPES));
    else if (place.guarded && roll < 0.62) {
      this.lines.push(place.indent + this.filled(this.phrase(RAISING), 1));
    } else {
      this.lines.push(place.indent + this.filled(this.phrase(STATEMENTS), choices.between(0, 2)));
    }
  }

  /** Writes a compound statement if the roll says so and the place allows it. */
  private compoundStatement(place: Place, roll: number): boolean {
    if (place.nesting >= NESTING || roll >= 0.4) return false;
    if (roll < 0.08) this.ifStatement(place);
    else if (roll >= 0.22) this.tryStatement(place);
    else if (place.loops >= LOOPS) return false;
    else if (roll < 0.18) this.forStatement(place);
    else this.whileStatement(place);
    return true;
  }

  /** Statements of a block. Names first bound in it are not used behind it. */
  private block(place: Place, change: Partial<Place>, most = 3): void {
    const inner = {
      ...place,
      ...change,
      indent: `${place.indent}    `,
      nesting: place.nesting + 1,
    };
    const [before, guarded] = [this.variables.length, this.guarded];
    this.guarded = inner.guarded;
    for (let i = this.choices.between(1, most); i > 0; i--) this.statement(inner);
    if (inner.result !== null && this.chance(0.15)) this.returnStatement(inner, inner.result);
    if (inner.inLoop && this.chance(0.3)) this.leaveLoop(inner);
    this.guarded = guarded;
    this.variables.length = before;
  }

  private leaveLoop({ indent }: Place): void {
    const how = this.choices.of(["break", "continue"]);
    this.lines.push(`${indent}if ${this.expression("bool", 1)}:`, `${indent}    ${how}`);
  }

  private returnStatement({ indent }: Place, result: Type): void {
    this.lines.push(`${indent}return ${this.bounded(result, 2)}`);
  }

  private ifStatement(place: Place): void {
    const { indent } = place;
    this.lines.push(`${indent}if ${this.expression("bool", 2)}:`);
    this.block(place, {});
    if (this.chance(0.3)) {
      this.lines.push(`${indent}elif ${this.expression("bool", 2)}:`);
      this.block(place, {});
    }
    if (this.chance(0.5)) {
      this.lines.push(`${indent}else:`);
      this.block(place, {});
    }
  }

  private forStatement(place: Place): void {
    const { indent } = place;
    const kind = this.choices.of<readonly [string, readonly Type[]]>([
      ["range(<small>)", ["int"]],
      ["xrange(<tiny>, <width>, 3)", ["int"]],
      ["<ints>[:5]", ["int"]],
      ["<strs>[:4]", ["str"]],
      ["<str>[:6]", ["str"]],
      ["enumerate(<strs>[:4])", ["int", "str"]],
      ["zip(<ints>, <strs>)[:4]", ["int", "str"]],
      ["sorted(<counts>.items())", ["str", "int"]],
      ["<counts>.items()", ["str", "int"]],
      ["reversed(<tuple>[:4])", ["int"]],
    ]);
    const source = this.filled(kind[0], 1);
    const targets = kind[1].map((type) => ({ name: this.fresh(`${letter[type]}`), type }));
    this.lines.push(`${indent}for ${targets.map(({ name }) => name).join(", ")} in ${source}:`);
    const before = this.variables.length;
    this.variables.push(...targets);
    this.block(place, { loops: place.loops + 1, inLoop: true });
    this.variables.length = before;
    this.loopElse(place);
  }

  private whileStatement(place: Place): void {
    const { indent } = place;
    // No other statement knows the counter, so nothing keeps it from reaching 0.
    const counter = this.fresh("k");
    const more = this.chance(0.3) ? ` and ${this.expression("bool", 1)}` : "";
    this.lines.push(`${indent}${counter} = ${this.choices.between(1, 5)}`);
    this.lines.push(`${indent}while ${counter}${more}:`, `${indent}    ${counter} -= 1`);
    this.block(place, { loops: place.loops + 1, inLoop: true });
    this.loopElse(place);
  }

  private loopElse(place: Place): void {
    if (!this.chance(0.15)) return;
    this.lines.push(`${place.indent}else:`);
    this.block(place, {}, 1);
  }

  private tryStatement(place: Place): void {
    const { indent } = place;
    const { lines, choices } = this;
    const isFinal = this.chance(0.25);
    const isCaught = !isFinal || this.chance(0.6);
    lines.push(`${indent}try:`);
    this.block(place, { guarded: isCaught || place.guarded }, 4);
    if (isCaught) {
      if (this.chance(0.4)) this.handler(place, choices.of(EXCEPTIONS));
      if (this.chance(0.85)) this.handler(place, "Exception");
      else this.handler(place, choices.of(EXCEPTIONS));
      if (this.chance(0.2)) {
        lines.push(`${indent}else:`);
        this.block(place, {}, 2);
      }
    }
    if (!isFinal) return;
    lines.push(`${indent}finally:`);
    // CPython 2.7 forbids continue in a finally clause.
    this.lines.push(`${indent}    print 'finally', ${this.expression("int", 1)}`);
  }

  private handler(place: Place, kind: string): void {
    const { indent } = place;
    const name = this.fresh("e");
    this.lines.push(`${indent}except ${kind}, ${name}:`);
    this.lines.push(`${indent}    print type(${name}), ${name}`);
    if (this.chance(0.2)) this.lines.push(`${indent}    print repr(${name}), ${name}.args`);
    if (this.chance(0.3)) this.block(place, {}, 2);
    if (this.chance(0.06)) this.lines.push(`${indent}    raise`);
  }

  private functionDefinition(): void {
    const { choices, lines } = this;
    const type = choices.of(PLAIN_TYPES);
    const parameters = Array.from({ length: choices.between(0, 3) }, () => ({
      name: this.fresh("p"),
      type: choices.of(PLAIN_TYPES),
    }));
    const defaults = choices.between(0, parameters.length);
    const list = parameters.map((each, i) =>
      i < defaults ? each.name : `${each.name}=${choices.of(LITERALS[each.type])}`,
    );
    const name = this.fresh("f");
    lines.push(`def ${name}(${list.join(", ")}):`);
    const outside = this.variables;
    const counted = outside.find((each) => each.type === "int");
    const isGlobal = counted !== undefined && this.chance(0.3);
    if (isGlobal) lines.push(`    global ${counted.name}`, `    ${counted.name} += 1`);
    // What the function assigns to is its own: it sees its parameters only, and the global it named.
    this.variables = isGlobal ? [...parameters, counted] : [...parameters];
    if (parameters[0]?.type === "int" && this.chance(0.4)) this.recursion(name, parameters, type);
    const inside: Place = {
      ...{ indent: "", nesting: 1, loops: 1, inLoop: false },
      ...{ guarded: false, result: type },
    };
    this.block(inside, {});
    this.returnStatement({ ...inside, indent: "    " }, type);
    this.variables = outside;
    this.functions.push({ name, parameters, required: defaults, type });
  }

  /** The function calls itself with a smaller first argument, unless that is small already. */
  private recursion(name: string, parameters: readonly Variable[], type: Type): void {
    const [first, ...others] = parameters;
    const values = others.map((each) => this.bounded(each.type, 1));
    const call = `${name}(${[`${first?.name} - 7`, ...values].join(", ")})`;
    const recursive = ["str", "ints", "strs", "tuple"].includes(type) ? `${call}[-9:]` : call;
    this.lines.push(`    if ${first?.name} > 6:`, `        inner = ${recursive}`);
    this.lines.push(`        ${this.choices.of(["return inner", "print inner", "print inner,"])}`);
  }
}

/** The program of a seed. */
export function generate(seed: number): string {
  return new Program(new Choices(seed)).text();
}
