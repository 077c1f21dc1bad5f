/**
 * Counts of a text and its code that the cost of compiling it depends on: the tokenizer works per
 * character and line, the parser per token, the compiler per instruction, name, constant and code object.
 */
import type { CodeObject, Constant } from "./code.ts";
import type { Op } from "../../assembly/abi/opcodes.ts";
import { decode } from "./dis.ts";
import { ABSOLUTE_JUMPS, RELATIVE_JUMPS } from "./jumps.ts";
import { SourceText } from "./source.ts";
import { type Token, type TokenType, tokenize } from "./tokenize.ts";

/** The features, in the order of a law's coefficients. */
export const TEXT_FEATURES = [
  "characters",
  "lines",
  "names",
  "keywords",
  "numbers",
  "strings",
  "operators",
  "newlines",
  "indents",
  "attributes",
  "displays",
  "trailers",
  "instructions",
  "jumps",
  "codeBytes",
  "coNames",
  "coConsts",
  "coVarnames",
  "codeObjects",
  "coNamesSquared",
] as const;

export type TextFeature = (typeof TEXT_FEATURES)[number];
export type TextFeatures = Record<TextFeature, number>;

const TOKEN_FEATURE: Partial<Record<TokenType, TextFeature>> = {
  NAME: "names",
  KEYWORD: "keywords",
  NUMBER: "numbers",
  STRING: "strings",
  OP: "operators",
  NEWLINE: "newlines",
  INDENT: "indents",
};

/** Counts the features of a text that compiles to `code`. */
export function textFeatures(text: string, code: CodeObject): TextFeatures {
  const features = Object.fromEntries(TEXT_FEATURES.map((name) => [name, 0])) as TextFeatures;
  // The tokenizer completes a last line that lacks its end.
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  features.characters = whole.length;
  features.lines = whole.split("\n").length - 1;
  let before: Token | null = null;
  for (const token of tokenize(new SourceText(text, code.co_filename))) {
    const feature = featureOf(token, before);
    if (feature !== null) features[feature] += 1;
    before = token;
  }
  addCode(features, code);
  return features;
}

/** A name, number, string or display goes down the grammar's whole ladder of operators; a trailer does not. */
function featureOf(token: Token, before: Token | null): TextFeature | null {
  const afterOperand =
    before !== null &&
    (["NAME", "NUMBER", "STRING"].includes(before.type) ||
      (before.type === "OP" && ")]}".includes(before.text)));
  if (token.type === "NAME" && before?.text === ".") return "attributes";
  if (token.type === "OP" && "([{".includes(token.text)) {
    return afterOperand ? "trailers" : "displays";
  }
  return TOKEN_FEATURE[token.type] ?? null;
}

function addCode(features: TextFeatures, code: CodeObject): void {
  const instructions = decode(code);
  features.codeObjects += 1;
  features.instructions += instructions.length;
  features.jumps += instructions.filter(({ opcode }) => isJump(opcode)).length;
  features.codeBytes += code.co_code.length;
  features.coNames += code.co_names.length;
  features.coNamesSquared += code.co_names.length ** 2;
  features.coConsts += code.co_consts.length;
  features.coVarnames += code.co_varnames.length;
  for (const inner of innerCodes(code.co_consts)) addCode(features, inner);
}

function isJump(opcode: Op): boolean {
  return ABSOLUTE_JUMPS.has(opcode) || RELATIVE_JUMPS.has(opcode);
}

function innerCodes(constants: readonly Constant[]): CodeObject[] {
  return constants.flatMap((constant) => (constant.type === "code" ? [constant.code] : []));
}
