/**
 * Gives every recorded cost to a function that the machine models: to the function itself where the
 * machine makes the call too, else to the modelled function above it (a bundle).
 */
import type { RecordedProgram } from "./recorded.ts";

/** What belongs to one modelled function in one program. */
export interface Share {
  /** Self Ir of the function's own row. */
  self: number;
  /** Row of a helper that is not modelled here -> its self Ir and calls. */
  bundle: Map<string, [number, number]>;
}

export interface Attributed {
  shares: Map<string, Share>;
  /** "caller>callee" -> calls, both modelled. */
  edges: Map<string, number>;
  /** "caller>helper>callee" -> calls that reach a modelled function through a helper. */
  through: Map<string, number>;
}

/** What the machine calls: decides where a chain changes hands. */
export interface Model {
  /** Is the edge caller>callee ever taken by the machine? */
  calls(edge: string): boolean;
  /** Does "caller>helper>callee" stand for the machine's own call caller>callee? */
  passes(triple: string): boolean;
}

export function attribute(program: RecordedProgram, model: Model): Attributed {
  const result: Attributed = { shares: new Map(), edges: new Map(), through: new Map() };
  for (const { row, path: whole, self, calls, again } of program.chains) {
    const path = fromModule(whole);
    let owner = path[0] ?? "";
    let helper = "";
    let last = "";
    for (const name of path.slice(1)) {
      const edge = `${owner}>${name}`;
      last = "";
      if (!model.calls(edge)) {
        helper ||= name;
        continue;
      }
      const triple = helper === "" ? "" : `${owner}>${helper}>${name}`;
      if (triple !== "" && name === path.at(-1)) add(result.through, triple, calls);
      if (triple !== "" && !model.passes(triple)) continue;
      last = edge;
      owner = name;
      helper = "";
    }
    const owned = owner === path.at(-1) && (path.length === 1 || last !== "");
    if (owned && last !== "") add(result.edges, last, calls);
    if (owned && again > 0) add(result.edges, `${owner}>${owner}`, again);
    const share = result.shares.get(owner) ?? { self: 0, bundle: new Map() };
    result.shares.set(owner, share);
    if (owned) share.self += self;
    else {
      const [ir, times] = share.bundle.get(row) ?? [0, 0];
      share.bundle.set(row, [ir + self, times + calls + again]);
    }
  }
  return result;
}

/** What the start of a built-in module runs in. */
const MODULE_START = /^(?:init_builtin|inittime|initgc|initarray|PyStructSequence_InitType)$/;

/** A chain in a module's start belongs to it as a whole: it is too long to have been recorded up to there. */
function fromModule(path: readonly string[]): readonly string[] {
  const at = path.findIndex((name) => MODULE_START.test(name));
  if (at < 0 || path.length === at + 1) return path;
  return ["init_builtin", ...path.slice(at + 1).map((name) => `in a module: ${name}`)];
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
