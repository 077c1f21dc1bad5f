/** The list of examples, their links, and where a problem of a text is shown. No browser is needed. */
import { readFileSync } from "node:fs";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { parseExamples } from "../../src/state/examples.ts";
import {
  DEFAULT_LOOK,
  isLocal,
  type Look as Looked,
  parseLink,
  printLink,
} from "../../src/state/url.ts";
import { problemRange } from "../../src/views/source/marks.ts";

describe("the list of examples", () => {
  const one = { name: "a", title: "A", about: "What it shows.", file: "a.py" };

  it("is read, or says what is wrong with it", () => {
    expect(parseExamples(JSON.stringify([one]))).toEqual({ examples: [one] });
    for (const bad of ["", "{}", "[1]", JSON.stringify([{ ...one, file: "../a.py" }])]) {
      expect(parseExamples(bad)).toHaveProperty("why");
    }
  });

  it("fits into links of less than 2 kB", async () => {
    const list = parseExamples(readFileSync("public/examples/index.json", "utf8"));
    if ("why" in list) throw new Error(list.why);
    for (const { file } of list.examples) {
      const text = readFileSync(`public/examples/${file}`, "utf8");
      const request = {
        text,
        build: "2.7.18-debian-pydebug",
        launch: "c",
        under: "callgrind",
        malloc: "",
        manager: "bitmap",
        schedule: "parallel",
        thp: "madvise",
        process: null,
      } as const;
      const hash = await printLink({ request, ir: 1e12, grain: "allocator", look: DEFAULT_LOOK });
      expect(hash.length).toBeLessThan(1500);
      // All that can be looked at, with a run beside it that has other settings.
      const look: Looked = {
        ...DEFAULT_LOOK,
        selection: 0x7fffffffe000,
        view: { x: 131071.25, y: 131071.25, scale: 2560 },
        machine: true,
        span: [1e12, 2e12],
        panes: ["source", "instrument"],
        instrument: "profile",
        wide: true,
        profileView: "flame",
        profileScope: "span",
        chosenFunction: "PyRun_SimpleFileExFlags",
        pin: { ...request, build: "2.7.12-pydebug-valgrind", manager: "mark-sweep", process: 1001 },
      };
      const full = await printLink({ request, ir: 1e12, grain: "allocator", look });
      expect(full.length).toBeLessThan(2000);
      expect(await parseLink(full)).toEqual({ request, ir: 1e12, grain: "allocator", look });
      expect(isLocal(hash)).toBe(false);
    }
  });

  it("names texts that are there", () => {
    const list = parseExamples(readFileSync("public/examples/index.json", "utf8"));
    if ("why" in list) throw new Error(list.why);
    for (const { file } of list.examples) {
      expect(readFileSync(`public/examples/${file}`, "utf8").trim()).not.toBe("");
    }
  });
});

describe("a problem's place", () => {
  const state = EditorState.create({ doc: "x = foo(1\n\nprint" });
  const marked = (line?: number, column?: number) => {
    const place = { ...(line && { line }), ...(column && { column }) };
    const range = problemRange(state, place);
    return range === null ? null : state.sliceDoc(range.from, range.to);
  };

  it("is the word or sign it points at, the last sign of a line that ends too early, or none", () => {
    expect(marked(1, 5)).toBe("foo");
    expect(marked(1, 8)).toBe("(");
    expect(marked(1, 10)).toBe("1");
    expect(marked(1, 99)).toBe("1");
    expect(marked(2, 1)).toBe("");
    expect(marked(9, 1)).toBe("print");
    expect(marked()).toBeNull();
  });
});
