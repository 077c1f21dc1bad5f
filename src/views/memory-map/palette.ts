/** The map's colours as numbers, for the shader, and as CSS, for the canvas above it. */
import { Hot, HOT_COUNT, HOT_LOOKS, LOOKS, type State, STATE_COUNT, SURFACE } from "./states.ts";

export interface Palette {
  dark: boolean;
  /** Red, green, blue and the mark's number for each state. */
  states: Float32Array;
  surface: readonly number[];
  beyond: readonly number[];
  ink: readonly number[];
  /** Red, green and blue of each `Hot`, four floats apart. */
  hots: Float32Array;
  css: { surface: string; panel: string; ink: string; quiet: string; accent: string };
}

const LIGHT = {
  surface: SURFACE.light,
  panel: "#f1f1ef",
  ink: "#16181a",
  quiet: "#5a6067",
  accent: "#c2185b",
};
const DARK = {
  surface: SURFACE.dark,
  panel: "#191c1f",
  ink: "#f0f1f2",
  quiet: "#a3abb3",
  accent: "#ff6fae",
};

function rgb(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

function make(dark: boolean): Palette {
  const css = dark ? DARK : LIGHT;
  const states = new Float32Array(4 * STATE_COUNT);
  for (let state = 0; state < STATE_COUNT; state++) {
    const look = LOOKS[state as State];
    states.set([...rgb(dark ? look.dark : look.light), look.mark], 4 * state);
  }
  const hots = new Float32Array(4 * HOT_COUNT);
  for (let hot: Hot = Hot.DATA; hot < HOT_COUNT; hot++) {
    const look = HOT_LOOKS[hot as Exclude<Hot, Hot.NONE>];
    hots.set(rgb(dark ? look.dark : look.light), 4 * hot);
  }
  return {
    dark,
    states,
    surface: rgb(css.surface),
    beyond: rgb(css.panel),
    ink: rgb(css.ink),
    hots,
    css,
  };
}

const PALETTES = { light: make(false), dark: make(true) };

export function paletteOf(dark: boolean): Palette {
  return dark ? PALETTES.dark : PALETTES.light;
}
