import { describe, expect, it } from "vitest";
import {
  type LiveProfiles,
  type Provenance,
  binaryDifferences,
  cpuDifferences,
  liveRow,
  memsetVariants,
  profileOf,
  stringFunctions,
} from "./measured.ts";

const RECORDED: Provenance = {
  sha256: { "libc.so.6": "aa", "python2.7": "bb" },
  cpu_model: "a processor",
  cpu_flags: { erms: true, avx2: true, bmi2: true, avx512f: true },
};

describe("a measurement made on another machine", () => {
  it("is compared whole when the string functions and the binaries are the same", () => {
    const here = {
      ...RECORDED,
      cpu_model: "another",
      cpu_flags: { ...RECORDED.cpu_flags, avx512f: false },
    };
    expect(cpuDifferences(RECORDED, here)).toEqual([]);
    expect(binaryDifferences(RECORDED, here)).toEqual([]);
  });

  it("is recognised by the feature that makes one string instruction fill a buffer", () => {
    const here = { ...RECORDED, cpu_flags: { ...RECORDED.cpu_flags, erms: false } };
    expect(cpuDifferences(RECORDED, here)).toEqual(["erms is false here, true there"]);
  });

  it("is recognised when its provenance does not say what the processor has", () => {
    const here = { ...RECORDED, cpu_flags: {} };
    expect(cpuDifferences(RECORDED, here)).toHaveLength(3);
  });

  it("is recognised by the string function that fills memory, and named", () => {
    const erms = "__memset_avx2_unaligned_erms";
    const row = (name: string) => ({
      [`${name}|memset-vec-unaligned-erms.S`]: [8, 1] as [number, number],
    });
    const same = memsetVariants({ net: 9, rows: { ...row(erms), "memcpy|x.S": [1, 1] } });
    expect(same).toEqual([erms]);
    expect(stringFunctions(RECORDED, RECORDED, same, erms)).toBe("");
    const other = memsetVariants({ net: 9, rows: row("__memset_avx2_unaligned") });
    expect(stringFunctions(RECORDED, RECORDED, other, erms)).toContain(
      "memory is filled by __memset_avx2_unaligned, not by __memset_avx2_unaligned_erms",
    );
    const without = { ...RECORDED, cpu_flags: { ...RECORDED.cpu_flags, erms: false } };
    expect(stringFunctions(RECORDED, without, same, erms)).toBe(
      "a processor; erms is false here, true there",
    );
    expect(stringFunctions(RECORDED, RECORDED, [], erms)).toContain("no memset");
  });

  it("is recognised by another interpreter or C library", () => {
    const here = { ...RECORDED, sha256: { "libc.so.6": "aa", "python2.7": "cc" } };
    expect(binaryDifferences(RECORDED, here)).toEqual(["python2.7"]);
    expect(() => binaryDifferences(RECORDED, { ...RECORDED, sha256: {} })).toThrow("no binaries");
  });
});

describe("a measurement that counted nothing", () => {
  const measured: LiveProfiles = {
    programs: {
      "range(0)": { net: 0, rows: {} },
      "range(300)": { net: 10, rows: { "builtin_range|bltinmodule.c": [0, 0] } },
    },
    provenance: RECORDED,
  };

  it("fails when the program is missing or has no instructions", () => {
    expect(() => profileOf(measured, "pass")).toThrow("measured no pass");
    expect(() => profileOf(measured, "range(0)")).toThrow("0 instructions");
  });

  it("fails when a row is missing or has no instructions", () => {
    const profile = profileOf(measured, "range(300)");
    expect(() => liveRow(profile, "PyList_New|listobject.c")).toThrow("shows no");
    expect(() => liveRow(profile, "builtin_range|bltinmodule.c")).toThrow("counted nothing");
  });
});
