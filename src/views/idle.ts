/** Work that can wait: it begins when the window has nothing to do. */

/** Waiting longer than this for a quiet moment would look like a fault. */
const WAIT_MAX_MS = 500;

/** Calls back when the window is idle. Safari has no requestIdleCallback: there a short while must do. */
export function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(act, { timeout: WAIT_MAX_MS });
  else setTimeout(act, WAIT_MAX_MS / 10);
}
