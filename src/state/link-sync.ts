/** Keeps the address bar and the cells in step: a link opens a moment, a moment is a link. */
import { effect, signal } from "@preact/signals";
import { grain, instant, playing, problem, request, summary } from "./cells.ts";
import { keepDraft, restoreDraft } from "./draft.ts";
import { open } from "./engine.ts";
import { type Kept, readKept } from "./kept.ts";
import { DEFAULT_LINK, isLocal, type Link, parseLink, printLink } from "./url.ts";

/** Browsers refuse to rewrite the address many times a second. */
const WRITE_PAUSE_MS = 300;

/** The program on screen is too long for a link: the address opens it in this browser only. */
export const linkIsLocal = signal(false);

/** Opens what the address says and follows later changes of either side. */
export async function followLink(): Promise<void> {
  window.addEventListener("hashchange", () => void openLink(location.hash, readKept()));
  await openLink(location.hash, readKept());
  keepDraft();
  let timer = 0;
  let newest = 0;
  effect(() => {
    const now = instant.value;
    if (now === null || summary.value === null || playing.value) return;
    const link = { request: request.value, ir: now.ir, grain: grain.value };
    const mine = ++newest;
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const hash = await printLink(link);
      if (mine !== newest) return;
      history.replaceState(null, "", hash);
      linkIsLocal.value = isLocal(hash);
    }, WRITE_PAUSE_MS);
  });
}

async function openLink(hash: string, kept: Kept | null): Promise<void> {
  const isPlain = hash === "" || hash === "#";
  const parsed = await parseLink(hash, kept === null ? [] : [kept.ran, kept.draft]);
  const isDamaged = "damage" in parsed;
  const link: Link = isDamaged ? DEFAULT_LINK : parsed;
  // Without a link the window opens on what ran last in this browser.
  const text = isPlain && kept !== null ? kept.ran : link.request.text;
  grain.value = link.grain;
  restoreDraft(kept, text);
  await open({ ...link.request, text }, link.ir);
  // A link to a build or a program that cannot be opened must not leave the window empty.
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
