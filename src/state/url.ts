/**
 * The link of a moment: `#v1;n=300;build=…;launch=recipe;under=native;ir=18204113;grain=call`.
 * `n` stands for the program `range(n)`; other programs are in a part of their own (link-text.ts).
 * Parts that are left out have their defaults; a part that cannot be read makes the link damaged.
 *
 * Besides the run and the instant a link holds what is looked at: `sel` (address), `view` (the map's corner
 * and scale), `level` (machine: the map shows all processes), `span` (the part of the clock that the timeline shows), `panes`, `tool` (instrument, view and
 * scope of the profile, function), `pin` and `beside` (settings and memory manager of
 * the run that stands beside this one).
 */
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import type { Grain } from "../../workers/protocol.ts";
import {
  DEFAULT_REQUEST,
  GRAINS,
  INSTRUMENTS,
  type Instrument,
  PANES,
  type Pane,
  PROFILE_SCOPES,
  PROFILE_VIEWS,
  type ProfileScope,
  type ProfileView,
  rangeProgram,
  type Request,
  type Viewport,
} from "./cells.ts";
import { findLength, isLength, withLength } from "./length.ts";
import { parseManager } from "./manager-text.ts";
import { checksum, packText, unpackText } from "./link-text.ts";

export interface Link {
  request: Request;
  /** Null: where a run begins by itself. */
  ir: number | null;
  grain: Grain;
  look: Look;
}

/** What is looked at, and how the window is arranged. */
export interface Look {
  selection: number | null;
  view: Viewport | null;
  machine: boolean;
  span: readonly [number, number] | null;
  panes: readonly Pane[];
  instrument: Instrument;
  wide: boolean;
  profileView: ProfileView;
  profileScope: ProfileScope;
  chosenFunction: string | null;
  /** The pinned run, as far as it differs in settings or length. */
  pin: Request | null;
}

export const DEFAULT_LOOK: Look = {
  selection: null,
  view: null,
  machine: false,
  span: null,
  panes: PANES,
  instrument: "counters",
  wide: false,
  profileView: "list",
  profileScope: "run",
  chosenFunction: null,
  pin: null,
};

export const DEFAULT_LINK: Link = {
  request: DEFAULT_REQUEST,
  ir: null,
  grain: "allocator",
  look: DEFAULT_LOOK,
};

export async function printLink(link: Link): Promise<string> {
  const { text, build, launch, under, malloc, manager, schedule, thp, process } = link.request;
  const parts = ["v1", await programPart(text)];
  parts.push(`build=${build}`, `launch=${launch}`, `under=${under}`);
  if (malloc !== "") parts.push(`malloc=${encodeURIComponent(malloc)}`);
  if (manager !== "") parts.push(`manager=${encodeURIComponent(manager)}`);
  if (schedule !== DEFAULT_REQUEST.schedule) parts.push(`schedule=${schedule}`);
  if (thp !== DEFAULT_REQUEST.thp) parts.push(`thp=${thp}`);
  if (process !== null) parts.push(`process=${process}`);
  if (link.ir !== null) parts.push(`ir=${link.ir}`);
  parts.push(`grain=${link.grain}`, ...lookParts(link));
  return `#${parts.join(";")}`;
}

/** As many letters of a pane's name as tell it from the others. */
const PANE_SIGNS = 4;

/** Only what differs from a window that was just opened: links stay short. */
function lookParts({ look, request }: Link): string[] {
  const parts: string[] = [];
  if (look.selection !== null) parts.push(`sel=${look.selection.toString(16)}`);
  if (look.view !== null) {
    const { x, y, scale } = look.view;
    parts.push(`view=${x.toFixed(2)},${y.toFixed(2)},${scale.toPrecision(4)}`);
  }
  if (look.machine) parts.push("level=machine");
  if (look.span !== null) parts.push(`span=${look.span[0]}-${look.span[1]}`);
  const panes = look.panes.map((pane) => pane.slice(0, PANE_SIGNS));
  if (look.panes.length < PANES.length) parts.push(`panes=${panes.join("+") || "none"}`);
  const tool = [look.instrument, look.wide ? "wide" : ""];
  if (look.instrument === "profile") {
    tool.push(look.profileView, look.profileScope, look.chosenFunction ?? "");
  }
  while (tool.at(-1) === "") tool.pop();
  if (tool.length > 1 || look.instrument !== DEFAULT_LOOK.instrument) {
    parts.push(`tool=${tool.map(encodeURIComponent).join(",")}`);
  }
  const pin = look.pin === null ? null : pinPart(look.pin, request);
  if (pin !== null) parts.push(`pin=${pin}`);
  if (pin !== null && look.pin !== null && look.pin.manager !== "") {
    parts.push(`beside=${encodeURIComponent(look.pin.manager)}`);
  }
  if (pin !== null && look.pin !== null && look.pin.schedule !== request.schedule) {
    parts.push(`beside-schedule=${look.pin.schedule}`);
  }
  if (pin !== null && look.pin !== null && look.pin.thp !== request.thp) {
    parts.push(`beside-thp=${look.pin.thp}`);
  }
  if (pin !== null && look.pin !== null && look.pin.process !== request.process) {
    parts.push(`beside-process=${look.pin.process ?? "first"}`);
  }
  return parts;
}

/** The settings of a pinned run; null for one with a program of its own, which a link cannot hold as well. */
function pinPart(pin: Request, request: Request): string | null {
  const n = findLength(pin.text)?.n ?? "";
  if (n === "" ? pin.text !== request.text : withLength(request.text, n) !== pin.text) return null;
  return [n, pin.build, pin.launch, pin.under, encodeURIComponent(pin.malloc)]
    .join(",")
    .replace(/,$/, "");
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
): Promise<Link | { damage: string; isNewer?: boolean }> {
  if (hash === "" || hash === "#") return DEFAULT_LINK;
  const [version, ...parts] = hash.slice(1).split(";");
  if (version !== "v1") return versionDamage(version ?? "");
  const link: Link = {
    ...DEFAULT_LINK,
    request: { ...DEFAULT_REQUEST },
    look: { ...DEFAULT_LOOK },
  };
  let pin: string | null = null;
  const beside: Record<string, string> = {};
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = part.slice(0, at);
    const value = decoded(part.slice(at + 1));
    if (value === null) return { damage: `its part “${name}” cannot be read` };
    if (name === "pin") {
      pin = value;
      continue;
    }
    if (BESIDE.has(name)) {
      beside[name] = value;
      continue;
    }
    const damage =
      name === "text" || name === "packed" || name === "local"
        ? await readProgram(link, name, value, kept)
        : readPart(link, name, value);
    if (damage !== null) return { damage };
  }
  if (pin !== null && !readPin(link, pin, beside)) return { damage: `the pinned run is “${pin}”` };
  return link;
}

function versionDamage(version: string): { damage: string; isNewer: boolean } {
  const isNewer = /^v\d+$/.test(version);
  const damage = isNewer
    ? `it was written by a newer page (${version}), this page reads v1`
    : `its version is “${version}”, this page reads v1`;
  return { damage, isNewer };
}

/** What a pinned run has beside its settings: memory manager, and where it differs, schedule, huge pages and process. */
const BESIDE: ReadonlySet<string> = new Set([
  "beside",
  "beside-schedule",
  "beside-thp",
  "beside-process",
]);

/** The pinned run has the link's program at another length or with other settings. */
function readPin(link: Link, value: string, beside: Record<string, string>): boolean {
  const [n = "", build = "", launch = "", under = "", ...malloc] = value.split(",");
  if (n !== "" && !isLength(n)) return false;
  const text = n === "" ? link.request.text : withLength(link.request.text, Number(n));
  const pin: Link = { ...link, request: { ...link.request, text } };
  const { beside: manager = "", "beside-process": process } = beside;
  const { "beside-schedule": schedule = link.request.schedule } = beside;
  const { "beside-thp": thp = link.request.thp } = beside;
  const settings = { build, launch, under, malloc: malloc.join(","), manager, schedule, thp };
  for (const [name, setting] of Object.entries(settings)) {
    if (readPart(pin, name, setting) !== null) return false;
  }
  if (process === "first") pin.request.process = null;
  else if (process !== undefined && readPart(pin, "process", process) !== null) return false;
  link.look.pin = pin.request;
  return true;
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
    case "malloc":
      link.request.malloc = value;
      return readMalloc(value);
    case "manager":
      link.request.manager = value;
      return readManager(value);
    case "schedule":
      if (value !== "parallel" && value !== "parent-first" && value !== "child-first")
        return `the schedule is “${value}”`;
      link.request.schedule = value;
      return null;
    case "thp":
      if (value !== "madvise" && value !== "always")
        return `the policy for huge pages is “${value}”`;
      link.request.thp = value;
      return null;
    case "process":
      link.request.process = Number(value);
      return /^\d{1,6}$/.test(value) ? null : `the process is “${value}”`;
    case "ir":
      link.ir = Number(value);
      return /^\d{1,15}$/.test(value) ? null : `ir is “${value}”`;
    case "grain": {
      const grain = GRAINS.find((one) => one === value);
      if (grain === undefined) return `the grain is “${value}”`;
      link.grain = grain;
      return null;
    }
    case "sel":
      link.look.selection = Number.parseInt(value, 16);
      return /^[\da-f]{1,12}$/.test(value) ? null : `the selected address is “${value}”`;
    case "view":
      return readView(link.look, value) ? null : `the view is “${value}”`;
    case "level":
      link.look.machine = true;
      return value === "machine" ? null : `the map's level is “${value}”`;
    case "span":
      return readSpan(link.look, value) ? null : `the part of the clock is “${value}”`;
    case "panes":
      // Links of before say "ins" for either of two panes.
      link.look.panes = PANES.filter((pane) =>
        value.split("+").some((part) => pane.startsWith(part)),
      );
      return /^(none|[a-z+]{3,30})$/.test(value) ? null : `the panes are “${value}”`;
    case "tool":
      return readTool(link.look, value) ? null : `the instrument is “${value}”`;
    default:
      return `it has a part “${name}” that means nothing here`;
  }
}

function readView(look: Look, value: string): boolean {
  const [x = Number.NaN, y = Number.NaN, scale = 0, ...rest] = value.split(",").map(Number);
  if (rest.length > 0 || ![x, y, scale].every(Number.isFinite) || scale <= 0) return false;
  look.view = { x, y, scale };
  return true;
}

function readSpan(look: Look, value: string): boolean {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(value);
  const [from, to] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || to <= from) return false;
  look.span = [from, to];
  return true;
}

function readTool(look: Look, value: string): boolean {
  const [tool, wide = "", view, scope, name] = value.split(",");
  const instrument = INSTRUMENTS.find((one) => one === tool);
  if (instrument === undefined || (wide !== "" && wide !== "wide")) return false;
  look.instrument = instrument;
  look.wide = wide === "wide";
  if (instrument !== "profile" || view === undefined) return view === undefined;
  const profileView = PROFILE_VIEWS.find((one) => one === view);
  const profileScope = PROFILE_SCOPES.find((one) => one === scope);
  if (profileView === undefined || profileScope === undefined) return false;
  Object.assign(look, { profileView, profileScope, chosenFunction: name || null });
  return true;
}

function readManager(value: string): string | null {
  try {
    parseManager(value);
    return null;
  } catch (error) {
    return `the memory manager is “${value}” (${error instanceof Error ? error.message : error})`;
  }
}

function readMalloc(value: string): string | null {
  try {
    if (value !== "") parseMalloc(value);
    return null;
  } catch (error) {
    return `malloc’s parameters are “${value}” (${error instanceof Error ? error.message : error})`;
  }
}
