/** Taking turns with whoever asks. */

/**
 * Lets messages that already arrived run first, so that a newer seek can cancel this one. A message to
 * oneself waits behind them, and not for a millisecond or more as a timer does.
 */
export function newerMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
