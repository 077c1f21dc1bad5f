/**
 * The one connection to the simulation: a worker behind comlink. A worker that dies never answers,
 * so every call is raced against its death.
 */
import { type Remote, wrap } from "comlink";
import type { WorkerApi } from "../../workers/protocol.ts";
import type { Progress } from "./busy.ts";

/** The session as the window sees it: every call answers later. */
export type Api = Remote<WorkerApi>;

export class WorkerLost extends Error {}

export class WorkerLink {
  private readonly worker: Worker;
  private readonly api: Api;
  private readonly lost: Promise<never>;
  /** Called now and then while a long run is under way. */
  onProgress: ((come: Progress) => void) | null = null;
  private fail: (reason: WorkerLost) => void = () => undefined;

  constructor() {
    this.worker = new Worker(new URL("../../workers/sim.worker.ts", import.meta.url), {
      type: "module",
      name: "rangescope simulation",
    });
    this.lost = new Promise((_, reject) => {
      this.fail = reject;
    });
    // Without a call under way nobody listens; the next call reports the loss.
    this.lost.catch(() => undefined);
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail(new WorkerLost(event.message || "its script could not be loaded"));
    });
    // Beside the answers, which comlink takes.
    this.worker.addEventListener("message", ({ data }) => {
      if (data?.progress !== undefined) this.onProgress?.(data.progress);
    });
    this.worker.addEventListener("messageerror", () => {
      this.fail(new WorkerLost("one of its answers could not be read"));
    });
    this.api = wrap<WorkerApi>(this.worker);
  }

  /** Called once when the worker is lost, whether or not a call is under way. */
  onLost(listener: (reason: WorkerLost) => void): void {
    this.lost.catch(listener);
  }

  /** One call of the session. An error the session throws leaves it in an unknown state: lost. */
  async call<T>(use: (api: Api) => Promise<T>): Promise<T> {
    try {
      return await Promise.race([use(this.api), this.lost]);
    } catch (error) {
      const lost = error instanceof WorkerLost ? error : new WorkerLost(messageOf(error));
      this.fail(lost);
      throw lost;
    }
  }

  /** Ends the worker; calls under way fail. */
  end(reason: string): void {
    this.worker.terminate();
    this.fail(new WorkerLost(reason));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
