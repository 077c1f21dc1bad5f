/** A link to the moment on screen, into the clipboard. */
import { signal } from "@preact/signals";
import { currentHash } from "../state/link-sync.ts";

const SAID_MS = 2500;

/** What the share button said last; empty after a while. */
export const shareSaid = signal("");

export async function shareLink(): Promise<void> {
  const hash = await currentHash();
  if (hash === null) return;
  history.replaceState(null, "", hash);
  try {
    await navigator.clipboard.writeText(location.href);
    shareSaid.value = "link copied";
  } catch {
    shareSaid.value = "the address bar holds the link";
  }
  setTimeout(() => {
    shareSaid.value = "";
  }, SAID_MS);
}
