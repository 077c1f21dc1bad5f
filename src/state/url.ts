/**
 * The link of a moment: `#v1;n=300;build=…;launch=recipe;under=native;ir=18204113;grain=call`.
 * `n` stands for the program `range(n)`; other programs are in a part of their own (link-text.ts).
 * Parts that are left out have their defaults; a part that cannot be read makes the link damaged.
 */
import type { Grain } from "../../workers/protocol.ts";
import { DEFAULT_REQUEST, GRAINS, rangeProgram, type Request } from "./cells.ts";
import { findLength, isLength } from "./length.ts";
import { checksum, packText, unpackText } from "./link-text.ts";

export interface Link {
  request: Request;
  /** Null: where a run begins by itself. */
  ir: number | null;
  grain: Grain;
}

export const DEFAULT_LINK: Link = { request: DEFAULT_REQUEST, ir: null, grain: "allocator" };

export async function printLink(link: Link): Promise<string> {
  const { text, build, launch, under } = link.request;
  const parts = ["v1", await programPart(text)];
  parts.push(`build=${build}`, `launch=${launch}`, `under=${under}`);
  if (link.ir !== null) parts.push(`ir=${link.ir}`);
  parts.push(`grain=${link.grain}`);
  return `#${parts.join(";")}`;
}

async function programPart(text: string): Promise<string> {
  const n = findLength(text)?.n;
  if (n !== undefined && text === rangeProgram(n)) return `n=${n}`;
  const { name, value } = await packText(text);
  return `${name}=${value}`;
}

/** True for a link whose program is only in the browser that wrote it. */
export function isLocal(hash: string): boolean {
  return hash.includes(";local=");
}

/** The link's content, or what is wrong with it. `kept` are the texts this browser holds. */
export async function parseLink(
  hash: string,
  kept: readonly string[] = [],
): Promise<Link | { damage: string }> {
  if (hash === "" || hash === "#") return DEFAULT_LINK;
  const [version, ...parts] = hash.slice(1).split(";");
  if (version !== "v1") return { damage: `its version is “${version}”, this page reads “v1”` };
  const link: Link = { request: { ...DEFAULT_REQUEST }, ir: null, grain: DEFAULT_LINK.grain };
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = part.slice(0, at);
    const value = decoded(part.slice(at + 1));
    if (value === null) return { damage: `its part “${name}” cannot be read` };
    const damage =
      name === "text" || name === "packed" || name === "local"
        ? await readProgram(link, name, value, kept)
        : readPart(link, name, value);
    if (damage !== null) return { damage };
  }
  return link;
}

/** Null for a percent sign that encodes nothing. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

async function readProgram(
  link: Link,
  name: "text" | "packed" | "local",
  value: string,
  kept: readonly string[],
): Promise<string | null> {
  if (name === "text") {
    link.request.text = value;
    return null;
  }
  if (name === "packed") {
    const text = await unpackText(value);
    if (text !== null) link.request.text = text;
    return text === null ? "its program is cut off or changed" : null;
  }
  const text = kept.find((one) => checksum(one) === value);
  if (text !== undefined) link.request.text = text;
  return text === undefined
    ? "its program was too long for a link and is not in this browser; ask for the text itself"
    : null;
}

function readPart(link: Link, name: string, value: string): string | null {
  switch (name) {
    case "n":
      if (!isLength(value)) return `n is “${value}”`;
      link.request.text = rangeProgram(Number(value));
      return null;
    case "build":
      link.request.build = value;
      return /^[\w.-]+$/.test(value) ? null : `the build is “${value}”`;
    case "launch":
      if (value !== "recipe" && value !== "site" && value !== "c") return `launch is “${value}”`;
      link.request.launch = value;
      return null;
    case "under":
      if (value !== "native" && value !== "callgrind") return `under is “${value}”`;
      link.request.under = value;
      return null;
    case "ir":
      link.ir = Number(value);
      return /^\d{1,15}$/.test(value) ? null : `ir is “${value}”`;
    case "grain": {
      const grain = GRAINS.find((one) => one === value);
      if (grain === undefined) return `the grain is “${value}”`;
      link.grain = grain;
      return null;
    }
    default:
      return `it has a part “${name}” that means nothing here`;
  }
}
