/**
 * A pinned run beside the one on screen. It has a worker of its own, so that neither waits for the other,
 * and follows the instant on screen: same landmark, same share of the way to the next one.
 */
import { effect, signal } from "@preact/signals";
import type { FunctionRow, Instant, RunSummary, SimApi } from "../../workers/protocol.ts";
import type { ManagerFigures } from "../../workers/protocol-collectors.ts";
import { fetchBuild } from "./builds.ts";
import { progress, watched } from "./busy.ts";
import {
  type Instrument,
  instant,
  mallocOf,
  pinned,
  type Request,
  request,
  showInstrument,
  summary,
} from "./cells.ts";
import { parseManager } from "./manager-text.ts";
import { sameMoment } from "./moments.ts";
import { type Api, WorkerLink } from "./worker-link.ts";

/** The profile of the pinned run; null until it is there. */
export const pinnedProfile = signal<readonly FunctionRow[] | null>(null);
/** The memory manager of the pinned run; null until it is asked for. */
export async function pinnedFigures(): Promise<ManagerFigures | null> {
  const link = mirror;
  return link === null ? null : link.call((api) => api.managerFigures());
}

/** Pages of the pinned run at its instant, as `SimApi.pages` gives them. */
export async function pinnedPages(addr: number, count: number): Promise<Uint8Array | null> {
  const link = mirror;
  return link === null ? null : link.call((api) => api.pages(addr, count));
}

/** Why the pinned run cannot be followed, or null. */
export const pinProblem = signal<string | null>(null);

let mirror: WorkerLink | null = null;
let stopFollowing: (() => void) | null = null;

/** Pins what is on screen, or takes the pin out. */
export async function togglePin(show: Instrument = "compare"): Promise<void> {
  if (pinned.value !== null) {
    unpin();
    return;
  }
  showInstrument(show);
  await pinRequest(request.value);
}

export function unpin(): void {
  stopFollowing?.();
  stopFollowing = null;
  mirror?.end("nothing is pinned");
  mirror = null;
  pinned.value = null;
  pinnedProfile.value = null;
  pinProblem.value = null;
}

/** Opens a run beside the one on screen. */
export async function pinRequest(wanted: Request): Promise<void> {
  unpin();
  const mine = new WorkerLink();
  mirror = mine;
  mine.onProgress = (come) => {
    progress.value = come;
  };
  mine.onLost(({ message }) => {
    if (mirror === mine) pinProblem.value = `The pinned run has stopped: ${message}.`;
  });
  try {
    const build = await fetchBuild(wanted);
    if ("problem" in build) throw new Error(build.problem.message);
    const { text, launch, under } = wanted;
    const collector = parseManager(wanted.manager);
    const process = wanted.process ?? undefined;
    const opening = mine.call<Awaited<ReturnType<SimApi["open"]>>>((api) =>
      api.open({
        buildJson: build.text,
        text,
        launch,
        under,
        malloc: mallocOf(wanted),
        schedule: wanted.schedule,
        thp: wanted.thp,
        collector,
        process,
      }),
    );
    const answer = await watched("The pinned run is measured", opening, unpin);
    if ("problem" in answer) throw new Error(sentence(answer.problem));
    if (mirror !== mine) return;
    await follow(mine, wanted, answer.summary);
    const profile = await mine.call((api) => api.functions());
    if (mirror === mine) pinnedProfile.value = profile;
  } catch (error) {
    if (mirror === mine)
      pinProblem.value = `The run cannot be pinned: ${error instanceof Error ? error.message : error}.`;
  }
}

/** What is wrong and what helps; whoever shows it adds the full stop. */
function sentence({ message, remedy }: { message: string; remedy: string }): string {
  return `${message}. ${remedy.replace(/\.$/, "")}`;
}

/** Two managers run the same bytecodes: the k-th one is where both are compared. */
async function atBytecode(api: Api, k: number): Promise<Instant | null> {
  const found = await api.go(0, { at: "event", kind: "bytecode", k });
  return found?.instant ?? api.seek(0);
}

/** Keeps the pinned run at the moment that is on screen. */
async function follow(link: WorkerLink, wanted: Request, run: RunSummary): Promise<void> {
  let busy = false;
  const move = async () => {
    if (busy) return;
    busy = true;
    for (;;) {
      const [now, shown] = [instant.peek(), summary.peek()];
      if (now === null || shown === null || mirror !== link) break;
      const isLockstep = shown.text === run.text && wanted.manager !== request.peek().manager;
      const target = sameMoment(shown, now.ir, run);
      const there = pinned.peek();
      const isThere = isLockstep
        ? there?.instant.bytecodes === now.bytecodes
        : there?.instant.ir === target;
      if (isThere && there?.summary === run) break;
      const landed = isLockstep
        ? await link.call((api) => atBytecode(api, now.bytecodes))
        : await link.call((api) => api.seek(target));
      if (landed === null || mirror !== link) break;
      pinned.value = { request: wanted, summary: run, instant: landed };
      // A recorded stretch has no instants inside: it lands beside the target, and stays there.
      if ((isLockstep || landed.ir !== target) && instant.peek() === now) break;
    }
    busy = false;
  };
  await move();
  stopFollowing = effect(() => {
    void [instant.value, summary.value];
    void move();
  });
}
