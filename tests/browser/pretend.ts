/**
 * Pretends that a program ran: the worker runs `range(300)` in its place, and its answers are changed
 * on their way to the page. So the window's side of output, exits and problems is tested by itself.
 */
import type { Page } from "playwright-core";
import type { CodeListing, ExitReport, Problem } from "../../workers/protocol.ts";

export interface Pretended {
  stdout?: string;
  exit?: ExitReport;
  problem?: Problem;
  /** The program never ends: its run is not even asked for. */
  endless?: boolean;
  codes?: CodeListing[];
  /** Source lines that run one after another, and the code object of each. */
  places?: { code: number; line: number; offset: number }[];
}

/** Every program but `range(N)` and `pass` pretends to have this run. */
export async function pretend(page: Page, run: Pretended): Promise<void> {
  // Scripts run through tsx call this helper, which the page does not have.
  await page.addInitScript("globalThis.__name = (named) => named;");
  await page.addInitScript((given: Pretended) => {
    const texts = new Map<string, string>();
    let isPretended = false;
    let from = 0;
    let to = 1;
    interface Message {
      id: string;
      type: string;
      path?: string[];
      argumentList?: { value: { text: string } }[];
    }
    interface Answer {
      id: string;
      value?: {
        problem?: unknown;
        summary?: {
          text: string;
          stdout: string;
          exit: unknown;
          codes: unknown;
          stretches: { name: string; from: number; to: number }[];
        };
        ir?: number;
        total?: number;
        stdoutBytes?: number;
        place?: unknown;
      };
    }
    const change = ({ id, value }: Answer) => {
      const text = texts.get(id);
      if (text !== undefined && value !== undefined) {
        isPretended = text !== "";
        const { summary } = value;
        if (isPretended && given.problem !== undefined) {
          delete value.summary;
          value.problem = given.problem;
          isPretended = false;
        } else if (isPretended && summary !== undefined) {
          const stretch = summary.stretches.find(({ name }) => name === "run");
          from = stretch?.from ?? 0;
          to = stretch?.to ?? 1;
          summary.text = text;
          summary.stdout = given.stdout ?? "";
          summary.exit = given.exit ?? summary.exit;
          summary.codes = given.codes ?? summary.codes;
        }
      }
      if (!isPretended || value?.stdoutBytes === undefined || value.ir === undefined) return;
      const share = Math.max(0, Math.min(1, (value.ir - from) / (to - from)));
      value.stdoutBytes = Math.floor(share * new TextEncoder().encode(given.stdout ?? "").length);
      const places = given.places ?? [];
      if (share < 1 && places.length > 0) value.place = places[Math.floor(share * places.length)];
    };
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(...rest: ConstructorParameters<typeof Worker>) {
        super(...rest);
        // Added before the page's own listener, so it sees every answer first.
        this.addEventListener("message", ({ data }: MessageEvent<Answer>) => change(data));
      }
      override postMessage(message: Message, ...rest: unknown[]): void {
        const request = message.path?.[0] === "open" ? message.argumentList?.[0]?.value : undefined;
        if (request !== undefined) {
          const isReal = /^(range\(\d+\)|pass)\s*$/.test(request.text);
          texts.set(message.id, isReal ? "" : request.text);
          if (!isReal) request.text = "range(300)\n";
          if (!isReal && given.endless) return;
        }
        Reflect.apply(Original.prototype.postMessage, this, [message, ...rest]);
      }
    };
  }, run);
}
