/** The scoreboards of the builds, each fetched when it is looked at first. */
import { signal } from "@preact/signals";
import { parseScoreboard, type Scoreboard } from "../tables/scoreboard.ts";

/** A scoreboard, what is wrong with it, or null while it is fetched. */
export type Fetched = Scoreboard | { problem: string } | null;

const fetched = signal<ReadonlyMap<string, Fetched>>(new Map());

/** The scoreboard of a build; asked for once, again after a failure. */
export function scoreboardOf(build: string): Fetched {
  return fetched.value.get(build) ?? null;
}

export async function loadScoreboard(build: string): Promise<void> {
  const known = fetched.peek().get(build);
  if (known !== undefined && (known === null || !("problem" in known))) return;
  put(build, null);
  put(build, await ask(build));
}

async function ask(build: string): Promise<Fetched> {
  const address = new URL(`calibration/${encodeURIComponent(build)}.json`, document.baseURI);
  try {
    const response = await fetch(address);
    const board = response.ok ? parseScoreboard(await response.text()) : null;
    return board ?? { problem: `no calibration of ${build} comes with this page` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function put(build: string, value: Fetched): void {
  fetched.value = new Map(fetched.peek()).set(build, value);
}
