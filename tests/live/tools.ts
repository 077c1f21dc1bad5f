/** Asking the real tools: what is installed here, and the measuring scripts' answers. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BuildName } from "../core/support.ts";

const SCRIPTS = join(import.meta.dirname, "..", "..", "scripts", "measure");

/** The two interpreters that Debian ships: the only builds that can be asked again. */
export const INSTALLABLE = [
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
] as const satisfies BuildName[];

const ALWAYS = ["python3", "readelf", "/usr/bin/python2.7", "/usr/bin/python2.7-dbg"];

export interface Tools {
  missing: string[];
  /** False where the tests are to be skipped: something is missing, and this is not CI. */
  mustRun: boolean;
  /** To be appended to a title: why the tests are skipped, or nothing. */
  reason: string;
}

/** Whether the interpreters and the named tools are installed. In CI a missing one is a failure. */
export function toolsFor(...names: string[]): Tools {
  const missing = [...ALWAYS, ...names].filter(
    (name) => spawnSync(name, ["--version"]).error !== undefined,
  );
  const mustRun = missing.length === 0 || process.env.CI === "true";
  return {
    missing,
    mustRun,
    reason: mustRun ? "" : ` (skipped: ${missing.join(", ")} not installed)`,
  };
}

/** Runs a measuring script and reads the JSON object that it prints. */
export async function measure<T>(script: string, ...args: string[]): Promise<T> {
  const options = { maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(
    "python3",
    ["-B", join(SCRIPTS, script), ...args],
    options,
  );
  return JSON.parse(stdout) as T;
}
