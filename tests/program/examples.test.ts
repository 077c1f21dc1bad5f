/** The examples: every text is listed, compiles, and says in its first line what to watch. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseExamples } from "../../src/state/examples.ts";
import { compiled } from "./recordings.ts";

const FOLDER = "public/examples";

const list = parseExamples(readFileSync(`${FOLDER}/index.json`, "utf8"));
const examples = "examples" in list ? list.examples : [];

describe("the examples", () => {
  it("are the files of the folder, each listed once", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".py"));
    expect(examples.map(({ file }) => file).sort()).toEqual(files.sort());
    expect(new Set(examples.map(({ title }) => title)).size).toBe(examples.length);
    expect(examples.filter(({ name, file }) => file !== `${name}.py`)).toEqual([]);
  });

  it.each(examples)("$name compiles and begins with what to watch", ({ file }) => {
    const text = readFileSync(`${FOLDER}/${file}`, "latin1");
    expect(() => compiled(text)).not.toThrow();
    expect(text.split("\n")[0]).toMatch(/^# Watch [\x20-\x7e]+\.$/);
  });
});
