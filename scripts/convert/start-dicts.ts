/** What look-ups and calls into the C library meet when the module's own code starts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Plt } from "../../assembly/abi/layout.ts";
import type { Build, StartDict } from "../../src/tables/build.ts";

type Recorded = Pick<NonNullable<Build["startDicts"]>, "interned" | "sys" | "characters"> & {
  types?: Record<string, StartDict>;
  unbound?: string[];
};

/** As it was recorded in `folder`; a build without a binary here shows its sibling's. */
export function startDicts(folder: string): Pick<Build, "startDicts"> {
  const path = join(folder, "start-dicts.json");
  if (!existsSync(path)) return {};
  const { interned, sys, characters, types, unbound } = JSON.parse(
    readFileSync(path, "utf8"),
  ) as Recorded;
  const short = Object.entries(types ?? {}).map(
    ([name, { mask, entries }]): [string, [number, string]] => [
      name,
      [mask, entries.map(slotText).join("")],
    ],
  );
  // A build that checks its calls has other names for the same functions.
  const called = (unbound ?? []).map((name) => name.replace(/^__(\w+)_chk$/, "$1"));
  return {
    startDicts: {
      interned,
      sys,
      characters,
      types: Object.fromEntries(short),
      unbound: called.filter((name) => name in Plt),
    },
  };
}

/** A slot and bits 16 to 31 of the hash there, in hexadecimal digits; nothing for a removed entry. */
function slotText([slot, hash]: StartDict["entries"][number]): string {
  if (hash === null) return "";
  return slot.toString(16).padStart(2, "0") + hash.slice(8, 12);
}
