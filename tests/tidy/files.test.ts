/** The repository as a reader finds it: few top-level names, short files, true pointers, no leftovers. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedNames } from "../../scripts/generate-names.ts";
import { FILES, ROOT, textOf } from "./sources.ts";

const FOLDERS = [
  ".ci",
  ".github",
  "assembly",
  "docs",
  "public",
  "scripts",
  "src",
  "tests",
  "workers",
];
const TOP_FILES = [
  ...[".gitattributes", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "README.md"],
  ...[
    "asconfig.json",
    "biome.json",
    "biome.jsonc",
    "index.html",
    "package-lock.json",
    "package.json",
  ],
  ...["tsconfig.json", "vite.config.ts"],
];

/** What was recorded or is written by a command, and the programs that Python itself reads. */
const RECORDED =
  /^(tests\/traces\/.*\.json|tests\/program\/(corpus|errors|fixtures|outputs|programs)\/|public\/|package-lock\.json)/;
const SOURCE = /(\.(ts|tsx|css|py|c|h|html|sh|yml|md)|\.ci\/run)$/;
const TEXT = /(\.(ts|tsx|css|py|c|h|html|sh|yml|md|json|svg)|\.ci\/run|\.gitignore|LICENSE)$/;

/** Lists that a command writes, one name or row a line: nobody reads them from top to bottom. */
const GENERATED = ["assembly/abi/functions.ts", "assembly/abi/segments.ts", "docs/segments.md"];

const sources = FILES.filter((file) => SOURCE.test(file) && !RECORDED.test(file));
const texts = FILES.filter((file) => TEXT.test(file));

/** Lines that hold a pattern, as "file:line: text". */
function found(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split("\n")
      .flatMap((line, i) =>
        pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}

describe("the repository", () => {
  it("has the top-level entries of the architecture and the files of its tools, no other", () => {
    const top = [...new Set(FILES.map((file) => file.split("/")[0] ?? ""))];
    expect(top.filter((name) => !FOLDERS.includes(name) && !TOP_FILES.includes(name))).toEqual([]);
    expect(top).toEqual(
      expect.arrayContaining(["assembly", "src", "workers", "tests", "README.md"]),
    );
  });

  it("has no source file of 400 lines or more", () => {
    expect(sources.length).toBeGreaterThan(100);
    const long = sources.filter(
      (file) => !GENERATED.includes(file) && textOf(file).split("\n").length > 400,
    );
    expect(long).toEqual([]);
  });

  it("has the names of functions and segments as the command writes them", () => {
    for (const [path, text] of generatedNames()) expect(readFileSync(path, "utf8")).toBe(text);
    expect(generatedNames().size).toBe(2);
  });

  it("has nothing left to do in a comment", () => {
    expect(found(sources, /\b(TO[D]O|FIX[M]E|X[X]X)\b/)).toEqual([]);
  });

  it("names no folder of the machine that it was written on", () => {
    expect(found(texts, /(?<![\w.~$}])\/(root|work|home|Users)\/\w/)).toEqual([]);
  });

  it("names no registry, mirror or archive: tools know theirs", () => {
    const host =
      /\b(registry|mirrors?|proxy|deb|archive|snapshot|security)\.[a-z0-9-]+\.(org|com|net|dev|io)\b/;
    expect(found(texts, host)).toEqual([]);
    expect(found(texts, /\b(npm[j]s\.(org|com)|py[p]i\.org|pkg\.[d]ev|"resolved": "http)/)).toEqual(
      [],
    );
  });
});

const DOCUMENTS = FILES.filter(
  (file) => file.endsWith(".md") && (!file.includes("/") || file.startsWith("docs/")),
);

const PACKAGE = JSON.parse(textOf("package.json")) as Record<
  "dependencies" | "devDependencies",
  object
>;

/** Paths that a document names: link targets, code spans and the first word of a line of code. */
function pathsIn(document: string): string[] {
  const text = textOf(document);
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((m) => m[1] ?? "");
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((m) => m[1] ?? "");
  const named = spans.filter((span) => /^\.?[\w@*<>{}.-]+(\/[\w@*<>{}.-]+)*\/?$/.test(span));
  const files = named.filter(
    (span) => /^[\w.-]+\/[\w*<>.-]/.test(span) || /\.(ts|tsx|py|c|md|json|css|html)$/.test(span),
  );
  const modules = Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
  const ours = files.filter(
    (span) => !modules.some((name) => span === name || span.startsWith(`${name}/`)),
  );
  return [...links.filter((link) => !/^(https?|mailto):/.test(link)), ...ours];
}

/** `public/builds/*.json` and `tests/traces/<build>/` stand for the files that match. */
function matches(path: string): boolean {
  const pattern = path.replace(/[.+?^$()|[\]\\{}]/g, "\\$&").replace(/<[^>]*>|\*+/g, "[^/]*");
  const anywhere = path.includes("/") ? "^" : "(^|/)";
  return FILES.some((file) =>
    new RegExp(`${anywhere}${pattern.replace(/\/$/, "")}(/|$)`).test(file),
  );
}

describe("the documents", () => {
  it("are the ones a reader looks for", () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(["README.md", "ARCHITECTURE.md", "CHANGELOG.md"]),
    );
  });

  it.each(DOCUMENTS)("%s names only files that exist", (document) => {
    const generated = ["dist/", "build/core.wasm", "build/first.wasm"];
    const missing = pathsIn(document).filter((path) => {
      const here = posix.normalize(posix.join(posix.dirname(document), path));
      return (
        !generated.includes(path) &&
        !matches(path) &&
        !matches(here) &&
        !existsSync(join(ROOT, here))
      );
    });
    expect(missing).toEqual([]);
  });

  it("are named by sources only where they exist", () => {
    const named = sources.flatMap((file) =>
      [...textOf(file).matchAll(/\bdocs\/[\w/.-]+\.md\b|\bdocs\/adr\/\d{4}\b/g)].map((m) => ({
        file,
        path: m[0],
      })),
    );
    const missing = named.filter(({ path }) => {
      const [folder, start] = [dirname(path), basename(path)];
      return !FILES.some((f) => dirname(f) === folder && basename(f).startsWith(start));
    });
    expect(missing.map(({ file, path }) => `${file} names ${path}`)).toEqual([]);
  });
});
