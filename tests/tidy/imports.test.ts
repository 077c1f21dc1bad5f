/** Who may import whom: ARCHITECTURE.md, "Invariants". */
import { describe, expect, it } from "vitest";
import { FILES, type Import, codeOf, filesIn, importsOf } from "./sources.ts";

const ASSEMBLY = filesIn("assembly", ".ts");
const OUTSIDE = ["src", "workers", "scripts", "tests"].flatMap((folder) =>
  filesIn(folder, ".ts", ".tsx"),
);
const imports: Import[] = [...ASSEMBLY, ...OUTSIDE].flatMap(importsOf);

/** The layer of the machine that a file belongs to: its folder below assembly/. */
function layer(file: string): string {
  return file.split("/").length > 2 ? (file.split("/")[1] ?? "") : "index";
}

/** Layers, each with what it may know besides itself. */
const SINKS = ["abi", "base", "meter", "events"];
const BELOW_OBJECTS = [...SINKS, "kernel", "libc"];
const MAY_IMPORT: Record<string, readonly string[]> = {
  abi: [],
  base: ["abi"],
  meter: ["abi", "base", "events"],
  events: ["abi", "base", "meter"],
  kernel: SINKS,
  libc: [...SINKS, "kernel"],
  objects: [...BELOW_OBJECTS, "collectors"],
  // The memory managers stand beside the objects whose memory they manage.
  collectors: [...BELOW_OBJECTS, "objects", "modules", "interp"],
  modules: [...BELOW_OBJECTS, "objects", "collectors"],
  interp: [...BELOW_OBJECTS, "objects", "modules", "collectors"],
  programs: BELOW_OBJECTS,
  inspect: [...BELOW_OBJECTS, "objects", "modules", "interp", "collectors"],
};

/**
 * CPython's Objects/ and Modules/ are no lower layer than Python/: they raise exceptions, parse arguments
 * and count recursion with functions of Python/, and objects are allocated by the collector, which is
 * a module. These files may be known to both.
 */
const SHARED = [
  ...["errors", "recursion", "getargs", "parse_tuple", "modsupport"].map(
    (file) => `assembly/interp/${file}.ts`,
  ),
  ...["gcmodule", "lists", "collect"].map((file) => `assembly/modules/gcmodule/${file}.ts`),
];

/** A slot of a type is a pointer in C and a switch here, which names the files of all types. */
const SLOTS = /^assembly\/objects\/(abstract|object)\//;
const TYPES_ELSEWHERE = [
  ...["arraymodule", "array_items"].map((file) => `assembly/modules/${file}.ts`),
  ...["objects", "protocols"].map((file) => `assembly/modules/multiprocessing/${file}.ts`),
  "assembly/interp/traceback.ts",
];

/** Calls upwards that C makes through a pointer or by name, one each. */
const UPWARDS = [
  // ml_meth of a built-in function: the switch over all of them.
  ...["interp/sysmodule", "interp/bltinmodule/call", "modules/arraymodule"],
  ...["modules/gcmodule/module", "modules/posixmodule", "modules/timemodule"],
  "modules/multiprocessing/module",
].map((file) => `assembly/objects/call_row.ts assembly/${file}.ts`);
UPWARDS.push(
  // function_call is PyEval_EvalCodeEx's way in.
  "assembly/objects/funcobject.ts assembly/interp/ceval/call_code.ts",
  // xrange's length is get_len_of_range, which stands in both files of C.
  "assembly/objects/rangeobject.ts assembly/interp/bltinmodule/range.ts",
  // Py_InitModule's part: a module's dictionary is filled by the module.
  ...["gcmodule/module", "timemodule", "posixmodule"].map(
    (file) => `assembly/modules/${file}.ts assembly/interp/modules.ts`,
  ),
  // os makes os.path an entry of sys.modules.
  "assembly/modules/posixmodule.ts assembly/interp/import.ts",
  // So does the package multiprocessing; its Python functions are seen in tracebacks.
  ...["interp/modules", "interp/import"].map(
    (file) => `assembly/modules/multiprocessing/module.ts assembly/${file}.ts`,
  ),
  ...["library_code", "process"].map(
    (file) => `assembly/modules/multiprocessing/${file}.ts assembly/interp/traceback.ts`,
  ),
  // Functions in messages are looked up in __main__.
  "assembly/modules/multiprocessing/current.ts assembly/interp/startup.ts",
  // tp_traverse of its types.
  "assembly/objects/traverse.ts assembly/modules/multiprocessing/objects.ts",
);

/** Folders of CPython itself. */
const PYTHON = ["objects", "modules", "interp", "collectors"];

function isUpwardOnPurpose(from: string, file: string): boolean {
  if (!["objects", "modules"].includes(layer(from))) return false;
  if (SHARED.includes(file)) return true;
  if (SLOTS.test(from) && TYPES_ELSEWHERE.includes(file)) return true;
  return UPWARDS.includes(`${from} ${file}`);
}

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

  it("imports downwards only, but for the calls that C makes upwards", () => {
    const wrong = inside.filter(({ from, file }) => {
      const [mine, theirs] = [layer(from), file === null ? "" : layer(file)];
      const down = mine === "index" || mine === theirs || MAY_IMPORT[mine]?.includes(theirs);
      return !down && !isUpwardOnPurpose(from, file ?? "");
    });
    expect(describeImports(wrong)).toEqual([]);
  });

  it("names no call upwards that is not there", () => {
    const there = inside.map(({ from, file }) => `${from} ${file}`);
    expect(UPWARDS.filter((pair) => !there.includes(pair))).toEqual([]);
    expect(SHARED.filter((file) => !FILES.includes(file))).toEqual([]);
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

  it("has no cycle between folders but the records' question for the clock, and C's own", () => {
    const known = new Set(inside.map(({ from, file }) => `${layer(from)} ${layer(file ?? "")}`));
    const cycles = inside.filter(({ from, file }) => {
      const [mine, theirs] = [layer(from), layer(file ?? "")];
      return mine !== theirs && known.has(`${theirs} ${mine}`);
    });
    const pairs = new Set(
      cycles
        .filter(({ from, file }) => ![from, file ?? ""].every((f) => PYTHON.includes(layer(f))))
        .map(({ from, file }) => [from, file].sort().join(" ")),
    );
    expect([...pairs].sort()).toEqual([
      "assembly/events/process_log.ts assembly/meter/ledger.ts",
      "assembly/events/ring.ts assembly/meter/ledger.ts",
    ]);
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
