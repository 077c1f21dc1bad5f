import { readFileSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vitest/config";
import { compileCore, ensureCore } from "./scripts/build-core.ts";

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

/** Modules that number thousands of names, written by generate-names.ts. */
const NAME_MODULES = /assembly\/abi\/(functions|segments)\.ts$/;

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
      const words = [...code.matchAll(/^ {2}(\w+),$/gm)].map(([, word]) => word);
      if (name === undefined || count === null || words.length !== Number(count[2])) {
        throw new Error(`${id} is not as scripts/generate-names.ts writes it`);
      }
      return [
        `export const ${name} = {};`,
        `"${words.join(" ")}".split(" ").forEach((word, number) => {`,
        `  ${name}[(${name}[word] = number)] = word;`,
        "});",
        `export const ${count[1]} = ${count[2]};`,
      ].join("\n");
    },
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

/** What a build's file holds for programs that import: a quarter of it, and most first programs do not. */
function withoutImports(file: string): string {
  const build = JSON.parse(readFileSync(`public/builds/${file}`, "utf8"));
  for (const launch of Object.values<Record<string, { imports?: unknown }>>(build.launches)) {
    for (const states of Object.values(launch)) delete states.imports;
  }
  return JSON.stringify(build);
}

const NO_IMPORTS = "builds/no-imports/";

/** Serves and emits each build's file a second time, as programs without an import need it (docs/adr/0016). */
function smallBuilds(): Plugin {
  return {
    name: "rangescope-small-builds",
    configureServer(server) {
      server.middlewares.use(`/${NO_IMPORTS}`, (request, response, next) => {
        const file = decodeURIComponent((request.url ?? "").slice(1).replace(/\?.*/, ""));
        if (!buildFiles().includes(file)) return next();
        response.setHeader("Content-Type", "application/json").end(withoutImports(file));
      });
    },
    generateBundle() {
      for (const file of buildFiles()) {
        this.emitFile({
          type: "asset",
          fileName: NO_IMPORTS + file,
          source: withoutImports(file),
        });
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
  plugins: [core(), compactNames(), smallBuilds(), contentSecurityPolicy()],
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
