/** The files of the repository, their imports and their text without comments. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

/** Names that .gitignore leaves out of the repository, at any depth. */
const IGNORED = new Set(
  readFileSync(join(ROOT, ".gitignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.replace(/\/$/, "")),
);

/** What tools leave behind that is never part of a repository. */
const LEFTOVERS = new Set([".git", "__pycache__"]);

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : posix.join(folder, entry.name);
    if (LEFTOVERS.has(entry.name) || IGNORED.has(entry.name) || IGNORED.has(path)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Every file of the repository, as a path from its root. */
export const FILES: readonly string[] = walk("");

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** Files of a folder whose names end in one of the extensions. */
export function filesIn(folder: string, ...extensions: string[]): string[] {
  return FILES.filter(
    (file) => file.startsWith(`${folder}/`) && extensions.some((e) => file.endsWith(e)),
  );
}

/** The text with comments blanked out, so that a word in a sentence is no use of it. */
export function codeOf(file: string): string {
  return textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/(^|[\s;{}(),])\/\/[^\n]*/g, "$1");
}

/** One import: the text in the quotes, and the file it means, if it means one of ours. */
export interface Import {
  from: string;
  wanted: string;
  file: string | null;
  /** True when only types are taken, which leaves no trace in the running program. */
  typeOnly: boolean;
}

const IMPORT =
  /(?:\b(?:import|export)(\s+type\b)?[^"';]*?\bfrom|\bimport|\bimport\()\s*["']([^"']+)["']/g;

/** Texts over several lines: an import in one is of the program that the text is. */
const TEMPLATE = /`(?:\\[\s\S]|[^`\\])*`/g;

/** What a source file imports or exports again. */
export function importsOf(from: string): Import[] {
  return [...codeOf(from).replace(TEMPLATE, "``").matchAll(IMPORT)].map((match) => {
    const wanted = match[2] ?? "";
    const file = wanted.startsWith(".") ? resolve(from, wanted) : null;
    return { from, wanted, file, typeOnly: match[1] !== undefined };
  });
}

function resolve(from: string, wanted: string): string {
  const base = relative(ROOT, join(ROOT, dirname(from), wanted.replace(/\?.*$/, "")));
  const found = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((file) =>
    FILES.includes(file),
  );
  if (found !== undefined) return found;
  // What is built is there after the first build only.
  if (base.startsWith("build/") || existsSync(join(ROOT, base))) return base;
  throw new Error(`${from} imports ${wanted}, which is no file`);
}
