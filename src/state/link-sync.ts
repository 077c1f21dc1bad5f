/** Keeps the address bar and the cells in step: a link opens a moment, a moment is a link. */
import { effect } from "@preact/signals";
import { grain, instant, playing, problem, request, summary } from "./cells.ts";
import { open } from "./engine.ts";
import { DEFAULT_LINK, type Link, parseLink, printLink } from "./url.ts";

/** Browsers refuse to rewrite the address many times a second. */
const WRITE_PAUSE_MS = 300;

/** Opens what the address says and follows later changes of either side. */
export async function followLink(): Promise<void> {
  window.addEventListener("hashchange", () => void openLink(location.hash));
  await openLink(location.hash);
  let timer = 0;
  effect(() => {
    const now = instant.value;
    if (now === null || summary.value === null || playing.value) return;
    const hash = printLink({ request: request.value, ir: now.ir, grain: grain.value });
    clearTimeout(timer);
    timer = window.setTimeout(() => history.replaceState(null, "", hash), WRITE_PAUSE_MS);
  });
}

async function openLink(hash: string): Promise<void> {
  const parsed = parseLink(hash);
  const isDamaged = "damage" in parsed;
  const link: Link = isDamaged ? DEFAULT_LINK : parsed;
  grain.value = link.grain;
  await open(link.request, link.ir);
  // A link to a build that is not there must not leave the window empty.
  if (summary.value === null && problem.value !== null) {
    const first = problem.value;
    await open(DEFAULT_LINK.request, null);
    problem.value = first;
  }
  if (isDamaged) {
    problem.value = {
      field: "link",
      message: `The link is damaged: ${parsed.damage}.`,
      remedy: "The window opens where it opens without a link.",
    };
  }
}
