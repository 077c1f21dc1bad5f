/** A memory manager as a link writes it: "mark-sweep,threshold=65536"; "" for CPython's own. Pure. */
import type { CollectorChoice } from "../../workers/protocol.ts";

const SETTINGS = ["threshold", "growth", "countArrays", "granularity", "nursery"] as const;

/** Throws an Error that says what is wrong; whether a value is allowed, the session knows. */
export function parseManager(text: string): CollectorChoice | undefined {
  if (text === "") return undefined;
  const [name = "", ...parts] = text.split(",");
  if (!/^[a-z][a-z-]{0,30}$/.test(name)) throw new Error(`“${name}” is no name of a manager`);
  const choice: CollectorChoice = { name };
  for (const part of parts) {
    const [key = "", value = ""] = part.split("=");
    const setting = SETTINGS.find((one) => one === key);
    if (setting === undefined) throw new Error(`“${key}” is none of ${SETTINGS.join(", ")}`);
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
  return [choice.name, ...settings].join(",");
}
