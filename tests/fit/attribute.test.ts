/** Costs of helpers go to the modelled function above them; calls are told apart by who made them. */
import { describe, expect, it } from "vitest";
import { TallyKind } from "../../assembly/abi/ledger.ts";
import { type Model, attribute } from "../../scripts/fit/attribute.ts";
import type { Compared } from "../../scripts/fit/calls.ts";
import { differences } from "../../scripts/fit/calls.ts";
import { fitRows, priceEntries } from "../../scripts/fit/prices.ts";
import { type Chain, type RecordedProgram, plainName } from "../../scripts/fit/recorded.ts";
import type { TallyCell } from "../../workers/machine.ts";
import { buildOf } from "../core/support.ts";

function chain(path: string, self: number, calls: number, again = 0): Chain {
  const names = path.split(" ");
  return { row: `${names.at(-1)}|x.c`, path: names, self, calls, again };
}

function program(name: string, chains: Chain[]): RecordedProgram {
  return { name, text: "", set: "fit", heldOut: false, start: 0, run: 0, exit: 0, chains };
}

function modelOf(edges: string[], triples: string[] = []): Model {
  return { calls: (edge) => edges.includes(edge), passes: (triple) => triples.includes(triple) };
}

const CHAINS = [
  chain("eval", 100, 1, 2),
  chain("eval get", 30, 3),
  chain("eval get hash", 8, 3),
  chain("eval print", 50, 1),
  chain("eval print get", 10, 1),
];

describe("attribution", () => {
  it("gives a helper's cost to the modelled function above it", () => {
    const model = modelOf(["eval>get", "eval>eval"]);
    const { shares, edges, through } = attribute(program("p", CHAINS), model);
    expect(shares.get("eval")?.self).toBe(100);
    expect(shares.get("get")?.self).toBe(30);
    expect(shares.get("get")?.bundle).toEqual(new Map([["hash|x.c", [8, 3]]]));
    expect(shares.get("eval")?.bundle).toEqual(
      new Map([
        ["print|x.c", [50, 1]],
        ["get|x.c", [10, 1]],
      ]),
    );
    expect(edges).toEqual(
      new Map([
        ["eval>get", 3],
        ["eval>eval", 2],
      ]),
    );
    expect(through).toEqual(new Map([["eval>print>get", 1]]));
  });

  it("lets a call pass through a helper where the machine makes it itself", () => {
    const { shares, edges } = attribute(
      program("p", CHAINS),
      modelOf(["eval>get"], ["eval>print>get"]),
    );
    expect(edges.get("eval>get")).toBe(4);
    expect(shares.get("get")?.self).toBe(40);
  });

  it("knows glibc's functions by their C names", () => {
    expect(plainName("__memset_avx2_unaligned_erms")).toBe("memset");
    expect(plainName("_IO_file_xsputn@@GLIBC_2.2.5")).toBe("_IO_file_xsputn");
    expect(plainName("__memcmp_avx2_movbe")).toBe("memcmp");
  });
});

describe("a row's prices", () => {
  const cell = (name: string, times: number, kind = TallyKind.FLAT, index = 0): TallyCell => {
    return { kind, name, where: "eval", index, times };
  };
  const compared = [1, 2, 5].map((n): Compared => {
    const self = 40 + 7 * n + 3 * (n + 1);
    const recorded = program(`p${n}`, [chain("eval", self, 1), chain("eval help", 20 * n, 2 * n)]);
    return {
      program: recorded,
      cells: [
        cell("eval__entry", 1),
        cell("eval__step", n),
        cell("eval__turn", 1, TallyKind.LOOP, n + 1),
      ],
      machine: new Map([["eval>get", n]]),
      attributed: attribute(recorded, modelOf(["eval>get"])),
    };
  });

  it("hold what helpers cost", () => {
    const [fit] = fitRows(compared, buildOf("2.7.18-debian-release"));
    expect(fit?.exact).toBe(true);
    const cost = (n: number) =>
      fit?.steps.reduce((sum, { segment, part }, j) => {
        const times = segment === "eval__step" ? n : part === "turn" ? n + 1 : 1;
        return sum + times * (fit.prices[j] ?? 0);
      }, 0);
    expect(cost(9)).toBe(40 + 7 * 9 + 3 * 10 + 20 * 9);
    expect(Object.keys(priceEntries(fit === undefined ? [] : [fit])).sort()).toEqual([
      "eval__entry",
      "eval__step",
      "eval__turn",
    ]);
  });

  it("are not asked where calls differ: those are listed", () => {
    expect(differences(compared)).toEqual([
      { edge: "eval>get", programs: ["p1", "p2", "p5"], machine: 1, recorded: 0 },
    ]);
  });
});
