/**
 * malloc's parameters as settings (glibc: mallopt, the environment's MALLOC_..._ and GLIBC_TUNABLES), and
 * the C library that the article's figures were taken on as a variant.
 */
import type { Build } from "../src/tables/build.ts";
import type { MallocParameters } from "./protocol.ts";

/** C libraries whose malloc is modelled. */
export const GLIBCS: readonly string[] = ["2.36", "2.23"];

/** Largest number of chunks of a tcache bin (MAX_TCACHE_COUNT). */
const TCACHE_MAX = 65535;
/** Largest number of bytes of a size: 1 TiB. */
const SIZE_MAX = 2 ** 40;

const SIZES = ["top_pad", "trim_threshold", "mmap_threshold"] as const;

export const MALLOC_NAMES: readonly string[] = ["glibc", "tcache", ...SIZES];

/** A parameter that cannot be understood. */
export class MallocProblem extends Error {
  override name = "MallocProblem";
}

/** Understands `tcache=off,top_pad=0`. Throws a MallocProblem that names what is allowed. */
export function parseMalloc(text: string): MallocParameters {
  const result: MallocParameters = {};
  const seen = new Set<string>();
  for (const part of text.split(",")) {
    const [name = "", value = ""] = part.split(/=(.*)/s);
    if (!MALLOC_NAMES.includes(name))
      throw new MallocProblem(`"${part}" is no parameter; there are ${MALLOC_NAMES.join(", ")}`);
    if (seen.has(name)) throw new MallocProblem(`${name} is given twice`);
    seen.add(name);
    if (name === "glibc") result.glibc = glibcOf(value);
    else if (name === "tcache") result.tcache = tcacheOf(value);
    else result[name as (typeof SIZES)[number]] = within(name, value, SIZE_MAX);
  }
  if (result.glibc === "2.23" && (result.tcache ?? 0) > 0)
    throw new MallocProblem("glibc 2.23 has no tcache");
  return result;
}

function glibcOf(value: string): string {
  if (!GLIBCS.includes(value))
    throw new MallocProblem(`glibc is "${value}"; valid: ${GLIBCS.join(", ")}`);
  return value;
}

function tcacheOf(value: string): number {
  if (value === "off") return 0;
  return within("tcache", value, TCACHE_MAX, "off or ");
}

function within(name: string, value: string, most: number, also = ""): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > most)
    throw new MallocProblem(
      `${name} is "${value}"; it takes ${also}a whole number from 0 to ${most}`,
    );
  return number;
}

/** The build with its malloc's parameters replaced. */
export function withMalloc(build: Build, parameters: MallocParameters | undefined): Build {
  if (parameters === undefined) return build;
  const { libc } = build;
  const byHand = SIZES.some((name) => parameters[name] !== undefined);
  return {
    ...build,
    libc: {
      ...libc,
      version: parameters.glibc ?? libc.version,
      tcacheCount: parameters.glibc === "2.23" ? 0 : (parameters.tcache ?? libc.tcacheCount),
      topPad: parameters.top_pad ?? libc.topPad,
      trimThreshold: parameters.trim_threshold ?? libc.trimThreshold,
      mmapThreshold: parameters.mmap_threshold ?? libc.mmapThreshold,
      dynamicThresholds: !byHand,
    },
  };
}
