import { readFileSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vitest/config";
import { compileCore, ensureCore, ensureFirstCore } from "./scripts/build-core.ts";
import type { Build } from "./src/tables/build.ts";
import { packBuild } from "./src/tables/pack.ts";
import type { Names } from "./src/tables/packed.ts";

/** What the page may load and run. Written into index.html by the production build only: Vite's
 * development client needs inline styles and a WebSocket. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Compiles assembly/ before a build and after every change of it while developing. */
function core(): Plugin {
  return {
    name: "rangescope-core",
    buildStart: ensureCore,
    configureServer(server) {
      server.watcher.add("assembly");
      server.watcher.on("change", async (path) => {
        if (!/\bassembly\b.*\.ts$/.test(path)) return;
        try {
          // The new core.wasm makes Vite reload the page: nothing else to do here.
          await compileCore();
        } catch (error) {
          const { message, stack = "" } = error as Error;
          server.ws.send({ type: "error", err: { message, stack, plugin: "rangescope-core" } });
        }
      });
    },
  };
}

/** The page comes with a first part of the machine. While developing the whole one stands for it. */
function firstCore(): Plugin[] {
  return [
    { name: "rangescope-first-core", apply: "build", buildStart: ensureFirstCore },
    {
      name: "rangescope-no-first-core",
      apply: "serve",
      enforce: "pre",
      resolveId(source, importer) {
        const whole = source.replace(/\bfirst\.wasm\?url$/, "core.wasm?url");
        return whole === source ? null : this.resolve(whole, importer);
      },
    },
  ];
}

/** Modules that number thousands of names, written by generate-names.ts. */
const NAME_MODULES = /assembly\/abi\/(functions|segments)\.ts$/;

/** The names of an enumeration that generate-names.ts wrote. */
function wordsOf(code: string): string[] {
  return [...code.matchAll(/^ {2}(\w+),$/gm)].map(([, word = ""]) => word);
}

/**
 * Ships those enumerations as one string of words: an enumeration's object is built from it when the page
 * starts. Compiled as they stand, every name is sent twice and its number once.
 */
function compactNames(): Plugin {
  return {
    name: "rangescope-names",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!NAME_MODULES.test(id)) return null;
      const name = /export enum (\w+) \{/.exec(code)?.[1];
      const count = /export const (\w+): i32 = (\d+);/.exec(code);
      const words = wordsOf(code);
      if (name === undefined || count === null || words.length !== Number(count[2])) {
        throw new Error(`${id} is not as scripts/generate-names.ts writes it`);
      }
      const build = `${name}[(${name}[word] = number)] = word;`;
      const compact = [
        ...(name === "Seg"
          ? segmentWords(words)
          : [`const words = "${words.join(" ")}".split(" ");`]),
        `export const ${name} = {};`,
        `words.forEach((word, number) => { ${build} });`,
        `export const ${count[1]} = ${count[2]};`,
      ];
      // Who uses none of the names gets none of them.
      return { code: compact.join("\n"), map: null, moduleSideEffects: false };
    },
  };
}

/**
 * A segment is its function's name and a few words. Both enumerations are in the order of the code, so that
 * most segments belong to the function of the one before, or to the next one (">"), else to a number.
 */
function segmentWords(segments: string[]): string[] {
  const { fns } = machineNames();
  let last = 0;
  const short = segments.map((segment) => {
    const split = segment.lastIndexOf("__");
    const fn = fns.indexOf(segment.slice(0, split));
    if (fn < 0) throw new Error(`the segment ${segment} belongs to no function`);
    const how = fn === last ? "" : fn === last + 1 ? ">" : `${fn}>`;
    last = fn;
    return how + segment.slice(split + 2);
  });
  return [
    'import { Fn } from "./functions.ts";',
    "let fn = 0;",
    `const words = "${short.join(" ")}".split(" ").map((word) => {`,
    '  const [how, rest] = word.includes(">") ? word.split(">") : [fn, word];',
    '  fn = how === "" ? fn + 1 : Number(how);',
    '  return Fn[fn] + "__" + rest;',
    "});",
  ];
}

/** Registers sprite sheets, and with them the loading of assets: 5 kB gzipped. */
const PIXI_SHEETS = /pixi\.js\/lib\/spritesheet\/init\.mjs$/;

/** Pixi registers this part by being imported at all; the map draws one mesh and has no pictures. */
function pixiWithoutSheets(): Plugin {
  return {
    name: "rangescope-pixi",
    apply: "build",
    enforce: "pre",
    transform: (_, id) => (PIXI_SHEETS.test(id) ? { code: "export {};", map: null } : null),
  };
}

function contentSecurityPolicy(): Plugin {
  return {
    name: "rangescope-csp",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}

/** The names that the machine has now: the configuration may have been read before they were written. */
function machineNames(): Names {
  const [fns = [], segs = []] = ["functions", "segments"].map((file) =>
    wordsOf(readFileSync(`assembly/abi/${file}.ts`, "utf8")),
  );
  return { fns, segs };
}

/** A build's file as most programs need it. */
function packedFile(file: string): string {
  const build: Build = JSON.parse(readFileSync(`public/builds/${file}`, "utf8"));
  return JSON.stringify(packBuild(build, machineNames()));
}

const FIRST = "builds/first/";

/** Serves and emits each build's file a second time, as a first visit needs it (docs/adr/0023). */
function firstBuilds(): Plugin {
  return {
    name: "rangescope-first-builds",
    configureServer(server) {
      server.middlewares.use(`/${FIRST}`, (request, response, next) => {
        const file = decodeURIComponent((request.url ?? "").slice(1).replace(/\?.*/, ""));
        if (!buildFiles().includes(file)) return next();
        response.setHeader("Content-Type", "application/json").end(packedFile(file));
      });
    },
    generateBundle() {
      for (const file of buildFiles()) {
        this.emitFile({ type: "asset", fileName: FIRST + file, source: packedFile(file) });
      }
    },
  };
}

function buildFiles(): string[] {
  return readdirSync("public/builds").filter((name) => name.endsWith(".json"));
}

/** The measured binaries, by the names of their files: a new interpreter needs no code. */
function buildNames(): string[] {
  return buildFiles()
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

export default defineConfig({
  base: "./",
  plugins: [
    core(),
    firstCore(),
    compactNames(),
    firstBuilds(),
    pixiWithoutSheets(),
    contentSecurityPolicy(),
  ],
  define: { __BUILDS__: JSON.stringify(buildNames()) },
  worker: {
    format: "es",
    plugins: () => [compactNames()],
    // What the worker fetches is told by its name.
    rolldownOptions: { output: { chunkFileNames: "assets/worker-[name]-[hash].js" } },
  },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ["scripts/build-core.ts", "tests/browser/shared-build.ts"],
  },
});
