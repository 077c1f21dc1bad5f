/** The file of a build that a first visit fetches holds the same build. No browser is needed. */
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Build, BuildError, parseBuild } from "../../src/tables/build.ts";
import { packBuild } from "../../src/tables/pack.ts";
import { ownNames } from "../../src/tables/packed.ts";

const FILES = readdirSync("public/builds").filter((name) => name.endsWith(".json"));
const FIRST_BYTES = 42_000;

function wholeBuild(file: string): Build {
  return JSON.parse(readFileSync(`public/builds/${file}`, "utf8"));
}

/** Pairs are a set. */
function comparable(build: Build) {
  const { inlined, inlinedQuick = [], ...rest } = build;
  return { ...rest, inlined: [...inlined].sort(), inlinedQuick: [...inlinedQuick].sort() };
}

describe.each(FILES)("%s as a first visit fetches it", (file) => {
  const whole = wholeBuild(file);
  const text = JSON.stringify(packBuild(whole, ownNames()));

  it("is the whole file's build, with the window's launch and no imports", () => {
    const { recipe } = whole.launches;
    if (recipe === undefined) throw new Error("the build has no launch of the window");
    const { callgrind: _, native, ...launch } = recipe;
    const { pass, range } = native;
    const wanted = { ...whole, launches: { recipe: { ...launch, native: { pass, range } } } };
    expect(comparable(parseBuild(text))).toEqual(comparable(wanted));
  });

  it("keeps which function of a segment is asked for its price first", () => {
    const charged = (build: Build) => {
      const first = new Map<string, string>();
      for (const key of Object.keys(build.prices)) {
        const segment = key.split("@")[0] ?? "";
        if (!first.has(segment)) first.set(segment, key);
      }
      return first;
    };
    expect(charged(parseBuild(text))).toEqual(charged(whole));
  });

  it("is small", () => {
    expect(gzipSync(text).length).toBeLessThan(FIRST_BYTES);
  });

  it("is refused by a page whose names have other numbers", () => {
    const { fns, segs } = ownNames();
    const [first = "", second = "", ...others] = segs;
    const other = packBuild(whole, { fns, segs: [second, first, ...others] });
    expect(() => parseBuild(JSON.stringify(other))).toThrow(BuildError);
    expect(() => parseBuild(JSON.stringify(other))).toThrow(/another version of this page/);
  });
});
