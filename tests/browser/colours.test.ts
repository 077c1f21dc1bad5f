/** The map's colours in every kind of colour vision, as Machado, Oliveira and Fernandes (2009) simulate the lack of one cone. */
import { describe, expect, it } from "vitest";
import {
  Hot,
  HOT_COUNT,
  HOT_LOOKS,
  LOOKS,
  Mark,
  State,
  STATE_COUNT,
  SURFACE,
} from "../../src/views/memory-map/states.ts";

type Rgb = readonly [number, number, number];

/** Rows: linear red, green and blue of what is seen. */
const VISIONS: Record<string, readonly Rgb[]> = {
  trichromacy: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** Differences in CIE 1976 L*a*b* from which colours beside each other are told apart at a glance. */
const APART = 20;
/** WCAG 1.4.11: what must be recognised stands out from its ground by so much. */
const CONTRAST = 3;

function linear(hex: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function through(rows: readonly Rgb[], colour: Rgb): Rgb {
  const [r, g, b] = rows.map((row) => {
    const sum = row.reduce((total, weight, at) => total + weight * (colour[at] ?? 0), 0);
    return Math.min(1, Math.max(0, sum));
  });
  return [r ?? 0, g ?? 0, b ?? 0];
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function apart(vision: readonly Rgb[], one: string, other: string): number {
  const [a, b] = [one, other].map((hex) => lab(through(vision, linear(hex))));
  return Math.hypot(...(a ?? []).map((value, at) => value - (b?.[at] ?? 0)));
}

function contrast(one: string, other: string): number {
  const light = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  const [a, b] = [light(linear(one)), light(linear(other))];
  return Math.max(a, b) / Math.min(a, b);
}

function pairs<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other): [T, T] => [one, other]));
}

const HOTS = Array.from({ length: HOT_COUNT - 1 }, (_, at) => (at + 1) as Exclude<Hot, Hot.NONE>);

describe.each(["light", "dark"] as const)("colours of the %s map", (theme) => {
  it.each(Object.entries(VISIONS))("tell reads, writes and counts apart in %s", (_, vision) => {
    const close = pairs(HOTS).filter(
      ([one, other]) => apart(vision, HOT_LOOKS[one][theme], HOT_LOOKS[other][theme]) < APART,
    );
    expect(close.map((pair) => pair.map((hot) => Hot[hot]).join(" and "))).toEqual([]);
  });

  it("let every mark of an event stand out from the ground", () => {
    for (const hot of HOTS) {
      expect(contrast(HOT_LOOKS[hot][theme], SURFACE[theme])).toBeGreaterThanOrEqual(CONTRAST);
    }
  });

  it("tell states apart in every vision, by colour or by mark", () => {
    const states = Array.from({ length: STATE_COUNT }, (_, state) => state as State).filter(
      // A page that the sweep has not come to is drawn as the states of its shares.
      (state) => state !== State.JUDGED && LOOKS[state].mark !== Mark.PLAIN,
    );
    const alike = pairs(states).filter(([one, other]) => {
      if (LOOKS[one].mark !== LOOKS[other].mark) return false;
      return Object.values(VISIONS).some(
        (vision) => apart(vision, LOOKS[one][theme], LOOKS[other][theme]) < APART,
      );
    });
    expect(alike.map((pair) => pair.map((state) => LOOKS[state].name).join(" and "))).toEqual([]);
  });
});
