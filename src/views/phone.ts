/** Whether the window is as narrow as a phone: then one sheet at a time lies below the map. */
import { signal } from "@preact/signals";

/** The same width as in small.css. */
const query = matchMedia("(max-width: 760px)");

export const isPhone = signal(query.matches);

query.addEventListener("change", () => {
  isPhone.value = query.matches;
});
