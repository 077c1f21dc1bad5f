/** The keyboard of the whole window. The focused map, fields and open layers take their keys first. */
import { layer } from "../state/cells.ts";
import { COMMANDS, type Command } from "./commands.ts";

const BY_KEY = new Map<string, Command>(
  COMMANDS.flatMap((command) => command.keys.map((key) => [key, command] as const)),
);

/** Keys that mean the same inside a text field as outside. */
const ANYWHERE = new Set(["Ctrl+Enter", "Ctrl+k"]);

export function listenToKeys(): void {
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const key = keyOf(event);
    const command = BY_KEY.get(key);
    if (command === undefined) return;
    if (isTyping(event.target) && !ANYWHERE.has(key)) return;
    // The palette is a field of its own: only Esc reaches past it.
    if (layer.value === "palette" && key !== "Escape") return;
    if (event.key === " " && isButton(event.target)) {
      if (event.target.matches(":focus-visible")) return;
      // A button that was clicked has done its work: Space steps on.
      event.target.blur();
    }
    event.preventDefault();
    command.act();
  });
}

/** The key as commands.ts writes it. Signs that need Shift on some keyboards stand for themselves. */
function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(key);
  const name = isLetter ? key.toLowerCase() : key;
  const isNamed = isLetter || key.length > 1 || key === " ";
  return [
    ctrlKey || metaKey ? "Ctrl+" : "",
    shiftKey && isNamed ? "Shift+" : "",
    altKey ? "Alt+" : "",
    name,
  ].join("");
}

/** Fields and lists use letters and arrows themselves; Space presses the focused button. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement)
    return target.type !== "checkbox" && target.type !== "radio";
  return (
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

function isButton(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.closest("button, summary, a, [role=tab]") !== null;
}
