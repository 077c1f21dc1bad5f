/** Taking turns with whoever asks. */

/** Lets messages that already arrived run first, so that a newer seek can cancel this one. */
export function newerMessages(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
