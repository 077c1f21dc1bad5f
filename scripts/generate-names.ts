/**
 * Writes assembly/abi/functions.ts and assembly/abi/segments.ts: every C function that the machine
 * enters and every segment that it retires, collected from the code that uses them. A name exists
 * because code uses it; the number is an index into the ledger's tables and is stored nowhere.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ASSEMBLY = join(ROOT, "assembly");

/** The order of the layers, from the process's life down to the C library. */
const LAYERS = [
  "programs",
  "interp",
  "modules",
  "objects",
  "collectors",
  "libc",
  "kernel",
  "meter",
];

interface Named {
  file: string;
  names: string[];
}

function sources(layer: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(join(ASSEMBLY, layer), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return entries
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => join(ASSEMBLY, layer, file));
}

/** Names used as `<enumeration>.<name>`, each once, in the order of the files. */
function collect(enumeration: string): Named[] {
  const seen = new Set<string>();
  return LAYERS.flatMap(sources)
    .map((path) => {
      const code = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      const used = [...code.matchAll(new RegExp(`\\b${enumeration}\\.(\\w+)`, "g"))];
      const names = used
        .map(([, name = ""]) => name)
        .filter((name) => !seen.has(name) && seen.add(name));
      return { file: relative(ASSEMBLY, path), names: [...new Set(names)] };
    })
    .filter(({ names }) => names.length > 0);
}

function enumText(enumeration: string, count: string, about: string[], named: Named[]): string {
  const total = named.reduce((sum, { names }) => sum + names.length, 0);
  const body = named.flatMap(({ file, names }) => [
    `  // ${file}`,
    ...names.map((name) => `  ${name},`),
  ]);
  const comment = ["/**", ...about.map((line) => ` * ${line}`), " */"];
  return [
    ...comment,
    `export enum ${enumeration} {`,
    ...body,
    "}",
    "",
    `/** How many names \`${enumeration}\` has. */`,
    `export const ${count}: i32 = ${total};`,
    "",
  ].join("\n");
}

const FUNCTIONS = [
  "Every C function the machine models, by its C name. Written by `npm run names` from the code that",
  "enters them. A build's JSON says under which symbol and file a profile of that binary shows each.",
];
const SEGMENTS = [
  "Named steps: everything the machine retires. `<C function>__<what happens on this path>`; the last",
  "double underscore splits the name. Written by `npm run names` from the code that retires them; each",
  "build prices them in `public/builds/<build>.json`.",
];

/** Both files' contents, by path. */
export function generatedNames(): Map<string, string> {
  return new Map([
    [join(ASSEMBLY, "abi", "functions.ts"), enumText("Fn", "FN_COUNT", FUNCTIONS, collect("Fn"))],
    [join(ASSEMBLY, "abi", "segments.ts"), enumText("Seg", "SEG_COUNT", SEGMENTS, collect("Seg"))],
  ]);
}

/** Brings both files up to date; unchanged ones are left alone. */
export function writeNames(): void {
  for (const [path, text] of generatedNames()) {
    if (readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeNames();
