/** A collection that a person asks for: part of the run's request, so that the link, back and a replay have it. */
import { instant, pinned, problem, request, summary } from "../../state/cells.ts";
import { pinRequest } from "../../state/compare.ts";
import { ask, open } from "../../state/engine.ts";
import { withCollection, withoutCollection } from "../../state/manager-text.ts";
import { change } from "../change.ts";

/** Collects before the bytecode that comes next; the run goes on from there, and the window stands behind it. */
export async function collectHere(): Promise<void> {
  const now = instant.value;
  if (now === null || summary.value === null) return;
  const reason = whyNot();
  if (reason !== null) {
    problem.value = { field: "manager", ...reason };
    return;
  }
  const manager = withCollection(request.value.manager, now.bytecodes);
  await open({ ...request.value, manager }, now.ir);
  // The next bytecode begins behind the collection.
  if (request.value.manager !== manager) return;
  const k = now.bytecodes + 1;
  const found = await ask((api) => api.go(now.ir, { at: "event", kind: "bytecode", k }));
  if (found !== null) instant.value = found.instant;
  await besideToo((beside) => withCollection(beside, now.bytecodes));
}

/** The run beside this one, if it is of the same program, collects where this one does. */
async function besideToo(changed: (manager: string) => string): Promise<void> {
  const beside = pinned.value?.request;
  if (beside === undefined || beside.text !== request.value.text) return;
  await pinRequest({ ...beside, manager: changed(beside.manager) });
}

/** Why no collection can run where the window stands; null where the session has the last word. */
function whyNot(): { message: string; remedy: string } | null {
  if (request.value.process !== null)
    return {
      message: "A collection can be asked for in the first process only",
      remedy: "Choose the first process in the processes pane.",
    };
  if (instant.value?.place !== null) return null;
  return {
    message: "A collection runs between two bytecodes of the program, and here none runs",
    remedy: "Go to an instant of the run phase. The run stays as it is.",
  };
}

/** The run without that collection. */
export function takeBack(place: number): void {
  change({ manager: withoutCollection(request.value.manager, place) });
  void besideToo((beside) => withoutCollection(beside, place));
}
