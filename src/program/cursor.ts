/**
 * What all parts of the parser share: the place in the token list, the ways to stop, and the
 * count of open grammar rules, which CPython limits. Errors come in CPython's order: a wrong
 * token stops the parser at once; errors that CPython finds while it builds the tree (first one
 * wins) wait until the whole text has been parsed; refusals wait for both.
 */
import type { Place } from "./ast.ts";
import { CompileError, type Diagnostic, print_error_text, type SourceText } from "./source.ts";
import type { Refusal } from "./subset.ts";
import type { Token, TokenType } from "./tokenize.ts";

/** MAXSTACK of Parser/parser.c: so many grammar rules may be open at once. */
const MAXSTACK = 1500;

export class TokenCursor {
  readonly refusals: Diagnostic[] = [];
  readonly source: SourceText;
  private readonly tokens: readonly Token[];
  private index = 0;
  private openRules = 0;
  private treeError: Diagnostic | null = null;

  constructor(source: SourceText, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  get token(): Token {
    return this.peek(0);
  }

  /** The token `ahead` places further on; the last one (ENDMARKER or ERROR) repeats. */
  peek(ahead: number): Token {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error("a token list is never empty");
    return token;
  }

  /** True if the current token is this operator or keyword. */
  at(text: string): boolean {
    const { type } = this.token;
    return (type === "OP" || type === "KEYWORD") && this.token.text === text;
  }

  atType(type: TokenType): boolean {
    return this.token.type === type;
  }

  atAny(texts: readonly string[]): boolean {
    return texts.some((text) => this.at(text));
  }

  advance(): Token {
    const { token } = this;
    this.index++;
    return token;
  }

  /** Passes the operator or keyword if it is there. */
  accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.index++;
    return true;
  }

  expect(text: string): Token {
    if (!this.at(text)) this.fail();
    return this.advance();
  }

  expectType(type: TokenType): Token {
    if (!this.atType(type)) this.fail(type);
    return this.advance();
  }

  /** Where the current token stands; one that began on an earlier line counts from column 0. */
  place(): Place {
    const { line, startLine, startColumn } = this.token;
    return { line, column: line === startLine ? startColumn : 0 };
  }

  /** Runs a part of the parser while `rules` more grammar rules are open (`s_push`). */
  within<T>(rules: number, parse: () => T): T {
    this.openRules += rules;
    if (this.openRules > MAXSTACK) this.failNowhere("MemoryError", "");
    const result = parse();
    this.openRules -= rules;
    return result;
  }

  /** Stops at the current token, which no grammar rule accepts here. */
  fail(expected: TokenType | null = null): never {
    const { token } = this;
    if (token.error !== null) {
      const { kind, message, hasCaret } = token.error;
      throw this.errorAtToken(kind, message, hasCaret);
    }
    if (expected === "INDENT")
      throw this.errorAtToken("IndentationError", "expected an indented block");
    if (token.type === "INDENT") throw this.errorAtToken("IndentationError", "unexpected indent");
    if (token.type === "DEDENT") throw this.errorAtToken("IndentationError", "unexpected unindent");
    throw this.errorAtToken("SyntaxError", "invalid syntax");
  }

  /** `ast_error`: remembers an error of the tree; CPython gives its line but no caret. */
  failTree(place: Place, message: string): void {
    this.treeError ??= errorAtLine(this.source, place, message);
  }

  /** Remembers an error of the tree that CPython reports without file and line. */
  failTreeNowhere(kind: "ValueError", message: string): void {
    this.treeError ??= { ...errorAtLine(this.source, this.place(), message), ...NOWHERE, kind };
  }

  /** Records a valid construct that is outside the subset. */
  refuse(place: Place, refusal: Refusal): void {
    this.refusals.push(refusalDiagnostic(this.source, place, refusal));
  }

  /** Raises what waited for the end of the parse. */
  finish(): void {
    if (this.treeError !== null) throw new CompileError(this.treeError);
  }

  private failNowhere(kind: "MemoryError", message: string): never {
    const diagnostic = errorAtLine(this.source, this.place(), message);
    throw new CompileError({ ...diagnostic, ...NOWHERE, kind });
  }

  private errorAtToken(kind: Diagnostic["kind"], message: string, hasCaret = true): CompileError {
    const { line, column } = this.place();
    const { errorText, errorOffset } = this.token;
    const caret = hasCaret ? print_error_text(errorText, errorOffset) : "";
    return new CompileError({
      kind,
      message,
      line,
      column: this.source.characterColumn(line, column),
      caret: decodeBytes(caret),
      remedy: "",
      located: true,
    });
  }
}

const NOWHERE = { caret: "", located: false } as const;

/** An error of CPython's that names a line and shows it, without a caret. */
export function errorAtLine(source: SourceText, place: Place, message: string): Diagnostic {
  return {
    kind: "SyntaxError",
    message,
    line: place.line,
    column: source.characterColumn(place.line, place.column),
    caret: decodeBytes(`    ${source.programText(place.line)}`),
    remedy: "",
    located: true,
  };
}

/** The diagnostic of a construct outside the subset, with a caret at its first character. */
export function refusalDiagnostic(source: SourceText, place: Place, refusal: Refusal): Diagnostic {
  return {
    kind: "NotSimulated",
    message: `${refusal.what} is not simulated`,
    line: place.line,
    column: source.characterColumn(place.line, place.column),
    caret: decodeBytes(print_error_text(source.lineText(place.line), place.column + 1)),
    remedy: refusal.remedy,
    located: true,
  };
}

/** Bytes of UTF-8, one per character, back to text. */
function decodeBytes(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
