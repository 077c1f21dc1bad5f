/** Keeps the address bar and the cells in step: a link opens a moment, a moment is a link. */
import { effect, signal } from "@preact/signals";
import {
  chosenFunction,
  grain,
  instant,
  hasFamily,
  instrument,
  machineOpen,
  panes,
  pinned,
  playing,
  problem,
  profileScope,
  profileView,
  request,
  selection,
  sheet,
  span,
  summary,
  viewport,
  wantedView,
  wide,
} from "./cells.ts";
import { keepArrangement, restoreArrangement } from "./arrangement.ts";
import { pinRequest } from "./compare.ts";
import { keepDraft, restoreDraft } from "./draft.ts";
import { open } from "./engine.ts";
import { type Kept, readKept } from "./kept.ts";
import { rememberPlaces } from "./history.ts";
import { DEFAULT_LINK, isLocal, type Link, type Look, parseLink, printLink } from "./url.ts";

/** Browsers refuse to rewrite the address many times a second. */
const WRITE_PAUSE_MS = 300;

/** The program on screen is too long for a link: the address opens it in this browser only. */
export const linkIsLocal = signal(false);

/** Opens what the address says and follows later changes of either side. */
export async function followLink(): Promise<void> {
  restoreArrangement(location.hash.length > 1);
  window.addEventListener("hashchange", () => void openLink(location.hash, readKept()));
  await openLink(location.hash, readKept());
  keepDraft();
  rememberPlaces();
  keepArrangement();
  let timer = 0;
  let newest = 0;
  effect(() => {
    const link = linkNow();
    if (link === null || playing.value) return;
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

/** The link of what is on screen; null without a run. */
export async function currentHash(): Promise<string | null> {
  const link = linkNow();
  return link === null ? null : printLink(link);
}

function linkNow(): Link | null {
  const now = instant.value;
  if (now === null || summary.value === null) return null;
  const look: Look = {
    selection: selection.value,
    view: viewport.value,
    machine: machineOpen.value && hasFamily.value,
    span: span.value,
    panes: panes.value,
    instrument: instrument.value,
    wide: wide.value,
    profileView: profileView.value,
    profileScope: profileScope.value,
    chosenFunction: chosenFunction.value,
    pin: pinned.value?.request ?? null,
  };
  return { request: request.value, ir: now.ir, grain: grain.value, look };
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
  if (!isPlain) arrange(link.look);
  await open({ ...link.request, text }, link.ir);
  if (!isPlain) {
    selection.value = link.look.selection;
    span.value = link.look.span;
    if (link.look.pin !== null) await pinRequest(link.look.pin);
  }
  // A link to a build or a program that cannot be opened must not leave the window empty.
  if (summary.value === null && problem.value !== null) {
    const first = problem.value;
    await open(DEFAULT_LINK.request, null);
    problem.value = first;
  }
  if (isDamaged) {
    problem.value = {
      field: "link",
      message: `The link ${parsed.isNewer ? "is too new" : "is damaged"}: ${parsed.damage}.`,
      remedy: "The window opens where it opens without a link.",
    };
  }
}

/** Opens the panes of a link. */
function arrange(look: Look): void {
  wantedView.value = look.view;
  panes.value = look.panes;
  machineOpen.value = look.machine;
  instrument.value = look.instrument;
  wide.value = look.wide;
  profileView.value = look.profileView;
  profileScope.value = look.profileScope;
  chosenFunction.value = look.chosenFunction;
  if (look.instrument !== "counters") sheet.value = "instrument";
}
