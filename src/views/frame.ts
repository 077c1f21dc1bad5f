/**
 * The one requestAnimationFrame loop. A view registers what it draws and calls `invalidate` when
 * something it shows has changed; without that no frame is asked for and nothing is drawn.
 */
const painters = new Set<() => void>();
const waiters: (() => void)[] = [];
let asked = false;

/** Draws at the next frame, once however often this is called. */
export function invalidate(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(draw);
}

function draw(): void {
  asked = false;
  for (const paint of painters) paint();
  for (const resume of waiters.splice(0)) resume();
}

/** Registers a painter; the answer removes it again. */
export function onFrame(paint: () => void): () => void {
  painters.add(paint);
  invalidate();
  return () => painters.delete(paint);
}

/** Resolves after the next frame was drawn. A hidden page draws none: then a second passes. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000);
    waiters.push(() => {
      clearTimeout(timer);
      resolve();
    });
    invalidate();
  });
}
