/** Counts in code, prices in data: every step has a name, one place, and no number. */
import { describe, expect, it } from "vitest";
import { FN_COUNT, Fn } from "../../assembly/abi/functions.ts";
import { SEG_COUNT, Seg } from "../../assembly/abi/segments.ts";
import { codeOf, filesIn } from "./sources.ts";

const CODE = filesIn("assembly", ".ts")
  .filter((file) => !file.startsWith("assembly/abi/"))
  .map((file) => ({ file, code: codeOf(file) }));

const names = (numbers: object): string[] =>
  Object.keys(numbers).filter((key) => Number.isNaN(Number(key)));

/** A call of the meter: which function, and its arguments as written. */
interface Retired {
  file: string;
  call: string;
  args: string[];
}

/** Splits at the commas of the outermost level. */
function splitArguments(text: string): string[] {
  const args = [""];
  let depth = 0;
  for (const char of text) {
    if ("([{".includes(char)) depth += 1;
    if (")]}".includes(char)) depth -= 1;
    if (char === "," && depth === 0) args.push("");
    else args[args.length - 1] += char;
  }
  return args.map((arg) => arg.trim()).filter((arg) => arg !== "");
}

/** The text between an opening parenthesis and its partner. */
function insideParentheses(code: string, open: number): string {
  let depth = 1;
  for (let at = open; at < code.length; at++) {
    if (code[at] === "(") depth += 1;
    if (code[at] === ")") depth -= 1;
    if (depth === 0) return code.slice(open, at);
  }
  throw new Error("a call is never closed");
}

function retiredIn({ file, code }: { file: string; code: string }): Retired[] {
  const calls = [...code.matchAll(/(?<!function )\b(retire(?:_\w+)?)\(/g)];
  return calls.map((match) => {
    const args = splitArguments(insideParentheses(code, match.index + match[0].length));
    return { file, call: match[1] ?? "", args };
  });
}

const outsideMeter = CODE.filter(({ file }) => !file.startsWith("assembly/meter/"));
const retired = outsideMeter.flatMap(retiredIn);

describe("every segment", () => {
  it("is retired at exactly one place", () => {
    const places = new Map<string, string[]>(names(Seg).map((segment) => [segment, []]));
    for (const { file, args } of retired) {
      for (const [, segment = ""] of (args[0] ?? "").matchAll(/\bSeg\.(\w+)/g))
        places.get(segment)?.push(file);
    }
    const wrong = [...places].filter(([, files]) => files.length !== 1);
    expect(wrong.map(([segment, files]) => `${segment}: ${files.join(", ") || "nowhere"}`)).toEqual(
      [],
    );
  });

  it("belongs to a modelled function and is counted", () => {
    const functions = names(Fn);
    const owner = (segment: string) => segment.slice(0, segment.lastIndexOf("__"));
    expect(names(Seg).filter((segment) => !functions.includes(owner(segment)))).toEqual([]);
    expect(names(Seg)).toHaveLength(SEG_COUNT);
    expect(functions).toHaveLength(FN_COUNT);
  });

  it("is mentioned nowhere but where it is retired", () => {
    const mentioned = outsideMeter.reduce(
      (sum, { code }) => sum + (code.match(/\bSeg\.\w+/g) ?? []).length,
      0,
    );
    const first = retired.reduce(
      (sum, { args }) => sum + ((args[0] ?? "").match(/\bSeg\.\w+/g) ?? []).length,
      0,
    );
    expect(mentioned).toBe(first);
  });
});

describe("no number of instructions", () => {
  const shown = ({ file, call, args }: Retired) => `${file}: ${call}(${args.join(", ")})`;

  it("is an argument of the meter: counts are variables, one is the default", () => {
    expect(retired.length).toBeGreaterThan(80);
    const literal = /^(<\w+>)?\(?-?\d[\d_]*\)?$/;
    expect(retired.filter(({ args }) => args.some((arg) => literal.test(arg))).map(shown)).toEqual(
      [],
    );
  });

  it("hides in an argument: only the indices 0 and 1 and a loop's last turn are written out", () => {
    const numbers = ({ args }: Retired) => args.join(" ").match(/(?<![\w.])\d[\d_]*/g) ?? [];
    expect(retired.filter((r) => numbers(r).some((n) => Number(n) > 1)).map(shown)).toEqual([]);
  });

  it("is a recorded stretch: those come from the launch's parameters", () => {
    const recorded = retired.filter(({ call }) => call === "retire_recorded");
    expect(recorded.length).toBeGreaterThan(3);
    expect(
      recorded.filter(({ args }) => !/^cfg\(Cfg\.RECORDED_\w+\)$/.test(args[1] ?? "")).map(shown),
    ).toEqual([]);
  });
});
