/** Keeps a 2D canvas as sharp as the screen and drawn again whenever what it shows has changed. */
import { effect } from "@preact/signals";
import { isDark, theme } from "../state/cells.ts";
import { invalidate, onFrame } from "./frame.ts";

/** More pixels than these for one of CSS cost time that nobody sees. */
const RATIO_MAX = 2;

/** Canvas pixels for one CSS pixel. */
export function pixelRatio(): number {
  return Math.min(RATIO_MAX, window.devicePixelRatio || 1);
}

/**
 * Calls `paint` in the frame after `shown`, which reads the signals that the picture depends on (the
 * theme is one anyway), has seen a change, or after the canvas got another size; never while the canvas
 * has no width. The answer ends it.
 */
export function watchCanvas(
  canvas: HTMLCanvasElement,
  paint: (draw: CanvasRenderingContext2D) => void,
  shown: () => void,
): () => void {
  const observer = new ResizeObserver(() => {
    const ratio = pixelRatio();
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    invalidate();
  });
  observer.observe(canvas);
  const stopFrame = onFrame(() => {
    const draw = canvas.getContext("2d");
    if (draw !== null && canvas.clientWidth > 0) paint(draw);
  });
  const stopEffect = effect(() => {
    void [isDark.value, theme.value];
    shown();
    invalidate();
  });
  return () => {
    observer.disconnect();
    stopFrame();
    stopEffect();
  };
}
