/** The sentence about the current step: one value for the eye and for screen readers. */
import { computed } from "@preact/signals";
import { narrate } from "../instruments/narrate.ts";
import { instant, summary, trail } from "../state/cells.ts";

export const sentence = computed(() => {
  const now = instant.value;
  const run = summary.value;
  if (now === null || run === null) return "";
  const events = trail.value.map(({ event }) => event);
  return narrate(now, run, events);
});
