/**
 * CPython 2.7's tokenizer (Parser/tokenizer.c, Parser/parsetok.c): the text cut into the tokens
 * that the grammar is written in. Every token remembers where the caret stands if the parser
 * stops there, because CPython reports the position of the tokenizer, not of the tree. A text
 * that cannot be cut further ends in one ERROR token: it is reported only if the parser gets that
 * far.
 */
import type { DiagnosticKind, SourceText } from "./source.ts";

export type TokenType =
  | "NAME"
  | "KEYWORD"
  | "NUMBER"
  | "STRING"
  | "OP"
  | "NEWLINE"
  | "INDENT"
  | "DEDENT"
  | "ENDMARKER"
  | "ERROR";

/** One token, with all that the parser and an error message need to know about its place. */
export interface Token {
  readonly type: TokenType;
  readonly text: string;
  /** Line of the token's last character: CPython 2.7 dates a multi-line string by its end. */
  readonly line: number;
  /** Line and 0-based byte column of its first character. */
  readonly startLine: number;
  readonly startColumn: number;
  /**
   * The text CPython prints if parsing stops here, and how many bytes of it lie before the caret.
   */
  readonly errorText: string;
  readonly errorOffset: number;
  /** Set on ERROR tokens only. */
  readonly error: TokenError | null;
}

/** Why the text cannot be cut into tokens from here on. */
export interface TokenError {
  readonly kind: DiagnosticKind;
  readonly message: string;
  /** True where CPython points at the offending place; an encoding error names only the line. */
  readonly hasCaret: boolean;
}

const KEYWORDS = new Set(
  (
    "and as assert break class continue def del elif else except exec finally for from global if " +
    "import in is lambda not or pass print raise return try while with yield"
  ).split(" "),
);

const TAB_SIZE = 8;
/** MAXINDENT of Parser/tokenizer.h: one level less than this many can be open. */
const MAXINDENT = 100;

const THREE_CHARACTER_OPERATORS = /\*\*=|\/\/=|<<=|>>=/y;
const TWO_CHARACTER_OPERATORS = /==|!=|<>|<=|<<|>=|>>|\+=|-=|\*\*|\*=|\/\/|\/=|%=|&=|\|=|\^=/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const STRING_START = /(?:[bB][rR]?|[uU][rR]?|[rR])?(?=['"])/y;
/** What stands before an exponent, or the whole of a number without one. */
const RADIX_NUMBER = /0[xX][0-9a-fA-F]+[lL]?|0[oO][0-7]+[lL]?|0[bB][01]+[lL]?/y;
const DECIMAL_NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[jJ]?/y;

/** Cuts the whole text into tokens; the list always ends with ENDMARKER or ERROR. */
export function tokenize(source: SourceText): Token[] {
  const tokenizer = new Tokenizer(source);
  while (tokenizer.step()) {
    // Each step appends at least one token or passes one blank line.
  }
  return withEncodingError(source, tokenizer.tokens);
}

class Tokenizer {
  readonly tokens: Token[] = [];
  private readonly bytes: string;
  private position = 0;
  private atLineStart = true;
  private readonly indentation: number[] = [0];
  /** Open brackets: inside them a newline is white space. */
  private level = 0;
  private readonly source: SourceText;

  constructor(source: SourceText) {
    this.source = source;
    this.bytes = source.bytes;
  }

  /** Reads up to the next token; false after the last one. */
  step(): boolean {
    if (this.atLineStart) {
      this.atLineStart = false;
      const blank = this.measureIndentation();
      if (this.tokens.at(-1)?.type === "ERROR") return false;
      if (blank) {
        this.skipLine();
        this.atLineStart = true;
        return true;
      }
    }
    while (" \t\f".includes(this.bytes[this.position] ?? "end")) this.position++;
    if (this.bytes[this.position] === "#") {
      while (this.bytes[this.position] !== "\n") this.position++;
    }
    if (this.position >= this.bytes.length) return this.endOfText();
    return this.readToken();
  }

  private readToken(): boolean {
    const start = this.position;
    const character = this.bytes[start] ?? "";
    if (character === "\n") return this.newline();
    if (character === "\\") return this.continuation();
    const prefix = this.match(STRING_START);
    if (prefix !== null) return this.string(start + prefix.length);
    const identifier = this.match(IDENTIFIER);
    if (identifier !== null) {
      return this.take(KEYWORDS.has(identifier) ? "KEYWORD" : "NAME", identifier.length);
    }
    if (/[0-9]/.test(character) || /^\.[0-9]/.test(this.bytes.slice(start, start + 2))) {
      return this.number();
    }
    return this.operator(character);
  }

  /** Compares a line's indentation with the open blocks; true if the line is blank or a comment. */
  private measureIndentation(): boolean {
    let column = 0;
    for (; ; this.position++) {
      const character = this.bytes[this.position];
      if (character === " ") column++;
      else if (character === "\t") column = (Math.floor(column / TAB_SIZE) + 1) * TAB_SIZE;
      else if (character === "\f") column = 0;
      else break;
    }
    const next = this.bytes[this.position];
    if (next === "#" || next === "\n") return true;
    if (this.level === 0) this.indentTo(column);
    return false;
  }

  private indentTo(column: number): void {
    const top = this.indentation.at(-1) ?? 0;
    if (column > top) {
      if (this.indentation.length >= MAXINDENT) {
        this.failLine("too many levels of indentation");
        return;
      }
      this.indentation.push(column);
      this.add("INDENT", this.position, this.position);
      return;
    }
    const outer = this.indentation.findIndex((width) => width >= column);
    if (this.indentation[outer] !== column) {
      this.failLine("unindent does not match any outer indentation level");
      return;
    }
    while (this.indentation.length > outer + 1) {
      this.indentation.pop();
      this.add("DEDENT", this.position, this.position);
    }
  }

  private newline(): boolean {
    if (this.level === 0) this.take("NEWLINE", 1);
    else this.position++;
    this.atLineStart = true;
    return true;
  }

  /** A backslash joins the next line to this one; nothing but the newline may follow it. */
  private continuation(): boolean {
    if (this.bytes[this.position + 1] !== "\n") {
      const start = this.position;
      this.skipLine();
      return this.fail(
        start,
        "SyntaxError",
        "unexpected character after line continuation character",
      );
    }
    this.position += 2;
    return true;
  }

  private number(): boolean {
    const start = this.position;
    const radix = this.match(RADIX_NUMBER);
    if (radix !== null) return this.take("NUMBER", radix.length);
    if (/^0[xXoObB]/.test(this.bytes.slice(start, start + 2))) return this.badNumber(2);
    const text = this.match(DECIMAL_NUMBER) ?? "";
    if (/^0[0-9]*[89]/.test(text) && /^[0-9]+$/.test(text)) return this.badNumber(text.length);
    const dangling = /^[eE][+-]/.exec(
      this.bytes.slice(start + text.length, start + text.length + 2),
    );
    if (dangling !== null && !/[eEjJ]/.test(text)) return this.badNumber(text.length + 2);
    const long = /^[0-9]+$/.test(text) && /[lL]/.test(this.bytes[start + text.length] ?? "");
    return this.take("NUMBER", text.length + (long ? 1 : 0));
  }

  private badNumber(length: number): boolean {
    const start = this.position;
    this.position += length;
    return this.fail(start, "SyntaxError", "invalid token");
  }

  /** Reads a string whose opening quote stands at `open`; the prefix lies before it. */
  private string(open: number): boolean {
    const start = this.position;
    const quote = this.bytes[open] ?? "";
    const triple = this.bytes.slice(open, open + 3) === quote.repeat(3);
    const close = triple ? quote.repeat(3) : quote;
    for (let i = open + close.length; i < this.bytes.length; i++) {
      if (this.bytes[i] === "\\") i++;
      else if (this.bytes[i] === "\n" && !triple) return this.endOfLineInString(start, i);
      else if (this.bytes.startsWith(close, i)) {
        return this.take("STRING", i + close.length - start);
      }
    }
    return this.unterminatedString(start, triple);
  }

  /** The caret stands behind the last character before the newline. */
  private endOfLineInString(start: number, newline: number): boolean {
    this.position = newline + 1;
    this.fail(start, "SyntaxError", "EOL while scanning string literal", newline);
    return false;
  }

  /** Inside a string CPython's file reader makes up one more newline if the text ended in one. */
  private unterminatedString(start: number, triple: boolean): boolean {
    const extra = this.source.endedInNewline ? "\n" : "";
    const text = this.bytes.slice(this.lineStartOf(start)) + extra;
    const message = triple
      ? "EOF while scanning triple-quoted string literal"
      : "EOL while scanning string literal";
    this.tokens.push({
      ...this.tokenAt("ERROR", start, this.bytes.length),
      line: this.source.lineCount + extra.length + 1,
      errorText: text,
      errorOffset: text.length,
      error: { kind: "SyntaxError", message, hasCaret: true },
    });
    return false;
  }

  private operator(character: string): boolean {
    const long = this.match(THREE_CHARACTER_OPERATORS) ?? this.match(TWO_CHARACTER_OPERATORS);
    if ("([{".includes(character)) this.level++;
    if (")]}".includes(character)) this.level--;
    return this.take("OP", long?.length ?? 1);
  }

  /** Closes the open blocks and, as parsetok() does, makes up one NEWLINE before the end. */
  private endOfText(): boolean {
    if (this.tokens.length > 0) this.add("NEWLINE", this.position, this.position);
    for (; this.indentation.length > 1; this.indentation.pop()) {
      this.add("DEDENT", this.position, this.position);
    }
    this.add("ENDMARKER", this.position, this.position);
    return false;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.bytes)?.[0] ?? null;
  }

  private take(type: TokenType, length: number): boolean {
    const start = this.position;
    this.position += length;
    this.add(type, start, this.position);
    return true;
  }

  private add(type: TokenType, start: number, end: number): void {
    this.tokens.push(this.tokenAt(type, start, end));
  }

  private tokenAt(type: TokenType, start: number, end: number): Token {
    const line = this.source.lineAt(Math.max(start, end - 1));
    const textStart = this.lineStartOf(start);
    // At the end CPython's line buffer is empty but its length is still that of the last line.
    const lastLine = this.source.lineText(this.source.lineCount);
    return {
      type,
      text: this.bytes.slice(start, end),
      line,
      startLine: this.source.lineAt(start),
      startColumn: start - textStart,
      errorText: this.bytes.slice(textStart, this.source.lineStart(line + 1)),
      errorOffset: start >= this.bytes.length ? lastLine.length : end - textStart,
      error: null,
    };
  }

  private fail(
    start: number,
    kind: DiagnosticKind,
    message: string,
    caret = this.position,
  ): boolean {
    const token = this.tokenAt("ERROR", start, this.position);
    const errorOffset = caret - this.lineStartOf(start);
    this.tokens.push({ ...token, errorOffset, error: { kind, message, hasCaret: true } });
    return false;
  }

  /** Indentation errors put the caret behind the whole line. */
  private failLine(message: string): void {
    const start = this.position;
    this.skipLine();
    this.fail(start, "IndentationError", message);
  }

  private skipLine(): void {
    this.position = this.source.lineStart(this.source.lineAt(this.position) + 1);
  }

  private lineStartOf(position: number): number {
    return this.source.lineStart(this.source.lineAt(position));
  }
}

/**
 * CPython reads line by line and stops at the first line with a byte outside ASCII if no encoding
 * is named: the tokens of the lines before it still count.
 */
function withEncodingError(source: SourceText, tokens: Token[]): Token[] {
  const badLine = source.encoding === "" ? source.firstNonAsciiLine() : 0;
  if (badLine === 0) return tokens;
  const index = tokens.findIndex((token) => token.line >= badLine);
  const token = tokens[index];
  if (token === undefined) throw new Error("the end of the text lies behind its last line");
  const byte = /[\x80-\xff]/.exec(source.lineText(badLine))?.[0] ?? "";
  // Inside a string the reader has already counted the line that it could not decode.
  const counted = token.startLine < badLine && token.line >= badLine ? badLine + 1 : badLine;
  const message =
    `Non-ASCII character '\\x${byte.charCodeAt(0).toString(16)}' in file ${source.filename} ` +
    `on line ${counted}, but no encoding declared; ` +
    "see http://python.org/dev/peps/pep-0263/ for details";
  const error: TokenError = { kind: "SyntaxError", message, hasCaret: false };
  return [...tokens.slice(0, index), { ...token, type: "ERROR", line: badLine, error }];
}
