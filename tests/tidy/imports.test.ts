/** Who may import whom: ARCHITECTURE.md, "Invariants". */
import { describe, expect, it } from "vitest";
import { type Import, codeOf, filesIn, importsOf } from "./sources.ts";

const ASSEMBLY = filesIn("assembly", ".ts");
const OUTSIDE = ["src", "workers", "scripts", "tests"].flatMap((folder) =>
  filesIn(folder, ".ts", ".tsx"),
);
const imports: Import[] = [...ASSEMBLY, ...OUTSIDE].flatMap(importsOf);

/** The layer of the machine that a file belongs to: its folder below assembly/. */
function layer(file: string): string {
  return file.split("/").length > 2 ? (file.split("/")[1] ?? "") : "index";
}

/** What each layer may know besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  abi: [],
  base: ["abi"],
  meter: ["abi", "base", "events"],
  events: ["abi", "base", "meter"],
  kernel: ["abi", "base", "meter", "events"],
  libc: ["abi", "base", "meter", "events", "kernel"],
  objects: ["abi", "base", "meter", "events", "kernel", "libc"],
  collectors: ["abi", "base", "meter", "events", "kernel", "libc", "objects"],
  interp: ["abi", "base", "meter", "events", "kernel", "libc", "objects", "collectors"],
  inspect: ["abi", "base", "meter", "events", "kernel", "libc", "objects", "collectors", "interp"],
};

function describeImports(wrong: readonly Import[]): string[] {
  return wrong.map(({ from, wanted }) => `${from} imports ${wanted}`);
}

describe("the machine", () => {
  const inside = imports.filter(({ from }) => from.startsWith("assembly/"));

  it("has no layer that this test does not know", () => {
    expect(ASSEMBLY.length).toBeGreaterThan(20);
    const known = ["index", ...Object.keys(MAY_IMPORT)];
    expect(ASSEMBLY.map(layer).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("imports downwards only: no layer knows one above it", () => {
    const wrong = inside.filter(({ from, file }) => {
      const [mine, theirs] = [layer(from), file === null ? "" : layer(file)];
      return mine !== "index" && mine !== theirs && !MAY_IMPORT[mine]?.includes(theirs);
    });
    expect(describeImports(wrong)).toEqual([]);
  });

  it("imports nothing that is not its own", () => {
    const wrong = inside.filter(({ file }) => file === null || !file.startsWith("assembly/"));
    expect(describeImports(wrong)).toEqual([]);
  });

  it("is inspected by nobody but its index", () => {
    const wrong = inside.filter(
      ({ from, file }) =>
        file?.startsWith("assembly/inspect/") && !["index", "inspect"].includes(layer(from)),
    );
    expect(describeImports(wrong)).toEqual([]);
  });

  it("has one cycle between folders: the event ring asks the ledger for the clock", () => {
    const cycles = inside.filter(({ from, file }) =>
      inside.some(
        (back) =>
          file !== null &&
          layer(back.from) === layer(file) &&
          back.file !== null &&
          layer(back.file) === layer(from) &&
          layer(from) !== layer(file),
      ),
    );
    const pairs = new Set(cycles.map(({ from, file }) => [from, file].sort().join(" ")));
    expect([...pairs]).toEqual(["assembly/events/ring.ts assembly/meter/ledger.ts"]);
  });

  it("is known outside by its shared enums and constants only", () => {
    const wrong = imports.filter(
      ({ from, file }) =>
        !from.startsWith("assembly/") &&
        file?.startsWith("assembly/") &&
        !file.startsWith("assembly/abi/"),
    );
    expect(describeImports(wrong)).toEqual([]);
  });
});

describe("the host", () => {
  const PURE = ["src/program", "src/tables", "src/instruments", "src/formats", "src/lessons"];
  const pure = PURE.flatMap((folder) => filesIn(folder, ".ts", ".tsx"));
  const LIBRARIES = /^(pixi|comlink|preact|@preact)/;
  const DOM =
    /\b(document|window|navigator|localStorage|sessionStorage|requestAnimationFrame|HTML\w*Element|KeyboardEvent|postMessage)\b\s*[.(]/;

  it("compiles, tabulates and folds without a page, a worker or a picture", () => {
    expect(pure.length).toBeGreaterThan(10);
    const wrong = imports.filter(
      ({ from, wanted, file, typeOnly }) =>
        pure.includes(from) &&
        !(typeOnly && file === "workers/protocol.ts") &&
        (LIBRARIES.test(wanted) ||
          (file !== null && /^(src\/(views|state|cli)|workers)\//.test(file))),
    );
    expect(describeImports(wrong)).toEqual([]);
    expect(pure.filter((file) => DOM.test(codeOf(file)))).toEqual([]);
  });

  it("draws with Pixi in the memory map only", () => {
    const users = imports.filter(
      ({ from, wanted }) => /^pixi/.test(wanted) && from.startsWith("src/"),
    );
    expect(users.length).toBeGreaterThan(0);
    expect(
      describeImports(users.filter(({ from }) => !from.startsWith("src/views/memory-map/"))),
    ).toEqual([]);
  });

  it("edits with CodeMirror in the program's column only", () => {
    const users = imports.filter(
      ({ from, wanted }) => /^(@codemirror|style-mod)/.test(wanted) && from.startsWith("src/"),
    );
    expect(users.length).toBeGreaterThan(0);
    expect(
      describeImports(users.filter(({ from }) => !from.startsWith("src/views/source/"))),
    ).toEqual([]);
  });

  it("instantiates the machine in workers/ only", () => {
    const makers = [
      ...filesIn("src", ".ts", ".tsx"),
      ...filesIn("workers", ".ts"),
      ...filesIn("scripts", ".ts"),
    ].filter((file) =>
      /WebAssembly\s*\.\s*(instantiate|compile)|new\s+WebAssembly\s*\.\s*(Instance|Module)/.test(
        codeOf(file),
      ),
    );
    expect(makers).toEqual(["workers/core.ts"]);
  });

  it("knows no view: workers import neither views nor state", () => {
    const wrong = imports.filter(
      ({ from, file }) =>
        from.startsWith("workers/") && file !== null && /^src\/(views|state|cli)\//.test(file),
    );
    expect(describeImports(wrong)).toEqual([]);
  });

  it("asks for animation frames in one file", () => {
    const callers = [...filesIn("src", ".ts", ".tsx"), ...filesIn("workers", ".ts")].filter(
      (file) => /\brequestAnimationFrame\s*\(/.test(codeOf(file)),
    );
    expect(callers).toHaveLength(1);
  });
});
