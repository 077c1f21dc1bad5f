/**
 * A memory manager as a link writes it: "mark-sweep,threshold=65536,collectAt=1500+9000" (collections that were
 * asked for, each after so many bytecodes); "" for CPython's own. Pure.
 */
import type { CollectorChoice } from "../../workers/protocol.ts";

const SETTINGS = ["threshold", "growth", "countArrays", "granularity", "nursery"] as const;

const PLACES = "collectAt";

/** Throws an Error that says what is wrong; whether a value is allowed, the session knows. */
export function parseManager(text: string): CollectorChoice | undefined {
  if (text === "") return undefined;
  const [name = "", ...parts] = text.split(",");
  if (!/^[a-z][a-z-]{0,30}$/.test(name)) throw new Error(`“${name}” is no name of a manager`);
  const choice: CollectorChoice = { name };
  for (const part of parts) {
    const [key = "", value = ""] = part.split("=");
    if (key === PLACES) {
      if (!/^\d+(\+\d+)*$/.test(value)) throw new Error(`${key} is “${value}”`);
      choice.collectAt = value.split("+").map(Number);
      continue;
    }
    const setting = SETTINGS.find((one) => one === key);
    if (setting === undefined)
      throw new Error(`“${key}” is none of ${[...SETTINGS, PLACES].join(", ")}`);
    if (!/^\d+(\.\d+)?$/.test(value)) throw new Error(`${key} is “${value}”`);
    choice[setting] = Number(value);
  }
  return choice;
}

export function printManager(choice: CollectorChoice | undefined): string {
  if (choice === undefined) return "";
  const settings = SETTINGS.flatMap((name) =>
    choice[name] === undefined ? [] : [`${name}=${choice[name]}`],
  );
  const places = choice.collectAt ?? [];
  const collected = places.length === 0 ? [] : [`${PLACES}=${places.join("+")}`];
  return [choice.name, ...settings, ...collected].join(",");
}

/** The same manager with a collection more, after so many bytecodes. */
export function withCollection(text: string, bytecodes: number): string {
  const choice = parseManager(text) ?? { name: "refcount" };
  const places = new Set([...(choice.collectAt ?? []), bytecodes]);
  return printManager({ ...choice, collectAt: [...places].sort((a, b) => a - b) });
}

/** The same manager without a collection at that place; "" where nothing but CPython's own is left. */
export function withoutCollection(text: string, bytecodes: number): string {
  const { collectAt = [], ...choice } = parseManager(text) ?? { name: "refcount" };
  const left = collectAt.filter((place) => place !== bytecodes);
  const isDefault = left.length === 0 && Object.keys(choice).length === 1;
  if (isDefault && choice.name === "refcount") return "";
  return printManager({ ...choice, collectAt: left });
}

/** Another manager that collects where this one was asked to: a place is a number of bytecodes, which they share. */
export function besideManager(text: string, name: string): string {
  const places = parseManager(text)?.collectAt ?? [];
  if (places.length === 0) return name;
  return printManager({ ...(parseManager(name) ?? { name: "refcount" }), collectAt: places });
}
