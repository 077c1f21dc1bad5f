/**
 * The program text as the tokenizer of CPython sees it (bytes, lines, encoding), and what is said
 * to a person when the text cannot be compiled.
 */

/**
 * CPython's own exceptions at compile time, and our word for "valid Python, outside the subset".
 * CPython raises TabError only when it is started with -tt, which no launch recipe does.
 */
export type DiagnosticKind =
  | "SyntaxError"
  | "IndentationError"
  | "TabError"
  | "ValueError"
  | "MemoryError"
  | "NotSimulated";

/** One thing that keeps a text from being compiled. */
export interface Diagnostic {
  readonly kind: DiagnosticKind;
  /** CPython's own wording, or, for NotSimulated, what the construct is. */
  readonly message: string;
  /** 1-based line. */
  readonly line: number;
  /** 1-based column in characters: the place an editor marks. */
  readonly column: number;
  /** The lines CPython prints between the File line and the message: source line and caret. */
  readonly caret: string;
  /** What to write instead; empty where CPython's message is all there is to say. */
  readonly remedy: string;
  /** False for the few errors that CPython reports without naming a file and a line. */
  readonly located: boolean;
}

/** A SyntaxWarning: CPython prints it to stderr and compiles on. */
export interface CompileWarning {
  readonly message: string;
  readonly line: number;
  /** The source line without its indentation, as printed below the warning. */
  readonly text: string;
}

/**
 * Carries one diagnostic out of the depth of the parser or compiler; `compileProgram` catches it.
 */
export class CompileError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** The stderr text of a diagnostic: for CPython's own errors exactly what python2.7 prints. */
export function diagnosticReport(diagnostic: Diagnostic, filename: string): string {
  const place = diagnostic.located ? `  File "${filename}", line ${diagnostic.line}\n` : "";
  const overflow = diagnostic.kind === "MemoryError" ? "s_push: parser stack overflow\n" : "";
  const message = diagnostic.message === "" ? "" : `: ${diagnostic.message}`;
  const remedy = diagnostic.remedy === "" ? "" : `. ${diagnostic.remedy}`;
  return `${overflow}${place}${diagnostic.caret}${diagnostic.kind}${message}${remedy}\n`;
}

/** The stderr text of a warning, exactly as python2.7 prints it. */
export function warningReport(warning: CompileWarning, filename: string): string {
  return `${filename}:${warning.line}: SyntaxWarning: ${warning.message}\n  ${warning.text}\n`;
}

/**
 * `print_error_text` (Python/pythonrun.c): the source line without its indentation, and the caret
 * below the character that `offset` ends with. `text` may hold several lines, of which the one that
 * contains the offset is shown.
 */
export function print_error_text(text: string, offset: number): string {
  let rest = text;
  let column = offset;
  if (column > 0 && column === rest.length && rest.endsWith("\n")) column--;
  for (let newline = rest.indexOf("\n"); newline >= 0 && newline < column; ) {
    column -= newline + 1;
    rest = rest.slice(newline + 1);
    newline = rest.indexOf("\n");
  }
  const shown = rest.replace(/^[ \t]+/, "");
  column -= rest.length - shown.length;
  const end = shown.endsWith("\n") ? "" : "\n";
  return `    ${shown}${end}    ${" ".repeat(Math.max(0, column - 1))}^\n`;
}

const UTF8_NAMES = /^utf-?8(-|$)/;
const ASCII_COMPATIBLE_NAMES = /^(us-)?ascii$|^latin-?1$|^iso-8859-1$|^iso-latin-1$/;

/**
 * The text as bytes (one character per byte), cut into lines, ended by a newline as CPython does.
 */
export class SourceText {
  readonly bytes: string;
  /** CPython's file reader behaves differently at the end of a text that lacks its last newline. */
  readonly endedInNewline: boolean;
  /** The encoding named in line 1 or 2, lower case with `-` for `_`; empty if none is named. */
  readonly encoding: string;
  readonly filename: string;
  private readonly lineStarts: number[] = [0];

  constructor(text: string, filename: string) {
    this.filename = filename;
    const unified = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
    this.endedInNewline = unified === "" || unified.endsWith("\n");
    this.bytes = utf8Bytes(this.endedInNewline ? unified : `${unified}\n`);
    for (let i = 0; i < this.bytes.length; i++) {
      if (this.bytes.charCodeAt(i) === 10) this.lineStarts.push(i + 1);
    }
    this.encoding = text.startsWith("\uFEFF") ? "utf-8" : this.namedEncoding();
  }

  get lineCount(): number {
    return this.lineStarts.length - 1;
  }

  /** The 1-based line that holds the byte at `position`. */
  lineAt(position: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /**
   * Position of the first byte of a 1-based line; the line after the last one starts at the end.
   */
  lineStart(line: number): number {
    return this.lineStarts[line - 1] ?? this.bytes.length;
  }

  /** A 1-based line with its newline; empty beyond the end of the text. */
  lineText(line: number): string {
    return this.bytes.slice(this.lineStart(line), this.lineStart(line + 1));
  }

  /** `PyErr_ProgramText` (Python/errors.c): a line without its indentation. */
  programText(line: number): string {
    return this.lineText(line).replace(/^[ \t\f]+/, "");
  }

  /** 1-based column in characters of a byte position on a line. */
  characterColumn(line: number, byteColumn: number): number {
    const before = this.lineText(line).slice(0, byteColumn);
    // Bytes 0x80 to 0xBF continue a character of UTF-8; all others start one.
    return before.replace(/[\x80-\xbf]/g, "").length + 1;
  }

  /** The first line with a byte outside ASCII, or 0. */
  firstNonAsciiLine(): number {
    const index = this.bytes.search(/[\x80-\xff]/);
    return index < 0 ? 0 : this.lineAt(index);
  }

  /** Says whether the named encoding leaves the text's bytes as they are. */
  encodingIsSimulated(): boolean {
    if (this.encoding === "" || UTF8_NAMES.test(this.encoding)) return true;
    return ASCII_COMPATIBLE_NAMES.test(this.encoding) && this.firstNonAsciiLine() === 0;
  }

  /** `get_coding_spec` (Parser/tokenizer.c): a comment line 1, or line 2 if line 1 is blank. */
  private namedEncoding(): string {
    for (let line = 1; line <= 2; line++) {
      const text = this.lineText(line);
      if (!/^[ \t\f]*(#.*)?$/.test(text.trimEnd())) return "";
      const name = /coding[:=][ \t]*([-\w.]+)/.exec(text)?.[1];
      if (name !== undefined) return name.toLowerCase().replace(/_/g, "-");
    }
    return "";
  }
}

/** The UTF-8 bytes of a text, one character per byte. */
function utf8Bytes(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
