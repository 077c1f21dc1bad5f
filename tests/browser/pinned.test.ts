/** The pinned run in a link. No browser is needed. */
import { expect, it } from "vitest";
import { DEFAULT_REQUEST, type Request } from "../../src/state/cells.ts";
import { DEFAULT_LINK, DEFAULT_LOOK, parseLink, printLink } from "../../src/state/url.ts";

const here: Request = { ...DEFAULT_REQUEST, process: 1001 };

it.each([
  ["the same process", { process: 1001 }],
  ["another process", { process: 1002 }],
  ["the first process", { process: null }],
  ["another schedule", { schedule: "child-first" }],
  ["another policy for huge pages", { thp: "always" }],
  ["another length, build and manager", { text: "range(7)\n", build: "b", manager: "mark-sweep" }],
] as const)("is read back as it was written: %s", async (_what, other) => {
  const link = {
    ...DEFAULT_LINK,
    request: here,
    look: { ...DEFAULT_LOOK, pin: { ...here, ...other } },
  };
  expect(await parseLink(await printLink(link))).toEqual(link);
});

it("has the process and the schedule of the run on screen where a link of before says nothing", async () => {
  const link = await parseLink(
    "#v1;n=300;process=1001;pin=300,2.7.18-debian-release,recipe,native",
  );
  expect(link).toMatchObject({ look: { pin: { process: 1001, schedule: "parallel" } } });
});

it("is damaged by a process that is none", async () => {
  expect(await parseLink("#v1;n=3;pin=3,b,recipe,native;beside-process=x")).toHaveProperty(
    "damage",
  );
});
