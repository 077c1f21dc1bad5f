/** Light, dark, or light and large for a projector, as chosen or as the system says. The choice is kept in this browser. */
import { effect } from "@preact/signals";
import { isDark, systemIsDark, theme, type Theme } from "../state/cells.ts";

const KEY = "rangescope-theme";
const ORDER: readonly Theme[] = ["system", "light", "dark", "projector"];

export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  systemIsDark.value = system.matches;
  system.addEventListener("change", () => {
    systemIsDark.value = system.matches;
  });
  const kept = ORDER.find((one) => one === readKept());
  if (kept !== undefined) theme.value = kept;
  effect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = isDark.value ? "dark" : "light";
    dataset.size = theme.value === "projector" ? "large" : "normal";
  });
}

/** How much larger text on canvases is for a projector. */
const PROJECTOR_TEXT = 1.35;

/** Pixels of a canvas's text: style sheets do not reach it. */
export function canvasText(px: number): number {
  return theme.value === "projector" ? px * PROJECTOR_TEXT : px;
}

export function nextTheme(): void {
  const next = ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length] ?? "system";
  theme.value = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser that keeps nothing (private windows, sandboxed frames) still switches now.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
