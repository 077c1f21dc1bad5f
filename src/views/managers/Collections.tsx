/** Collections of the run on screen: what the manager did up to the instant, and one that a person asks for. */
import { useEffect, useState } from "preact/hooks";
import type { ManagerFigures } from "../../../workers/protocol-collectors.ts";
import { rangeSentence } from "../../instruments/side-by-side.ts";
import { instant, request, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { parseManager } from "../../state/manager-text.ts";
import { group, plural } from "../format.ts";
import { collectHere, takeBack } from "./collect.ts";

/** The manager's figures at the instant; null until they are there. */
function useFigures(): ManagerFigures | null {
  const [figures, setFigures] = useState<ManagerFigures | null>(null);
  const [run, now] = [summary.value, instant.value];
  useEffect(() => {
    let isOld = false;
    if (run !== null && now !== null)
      void ask((api) => api.managerFigures()).then((found) => {
        if (!isOld) setFigures(found);
      });
    return () => {
      isOld = true;
    };
  }, [run, now]);
  return figures;
}

export function Collections() {
  const figures = useFigures();
  const places = parseManager(request.value.manager)?.collectAt ?? [];
  const ranges = figures === null ? null : rangeSentence(figures);
  return (
    <div class="manager-collections" data-testid="collections">
      <button
        type="button"
        title="A full collection before the bytecode that comes next: the run has it from then on; back takes it out"
        onClick={() => void collectHere()}
      >
        collect here
      </button>
      {figures !== null && (
        <p role="status">
          {plural(figures.now.collections, "collection")} up to here
          {figures.waiting !== null &&
            `; a full one here would free ${plural(figures.waiting, "object")}`}
          .
        </p>
      )}
      {figures?.running != null && (
        <p data-testid="running">
          A collection is under way: it {figures.running.phase}
          {figures.running.front > 0 &&
            `, ${plural(figures.running.front, "object")} on the mark front`}
          . The program stands still since{" "}
          <span class="mono">{group(figures.running.pauseSoFar)}</span> Ir ○.
        </p>
      )}
      {ranges !== null && <p data-testid="ranges">{ranges}</p>}
      {places.length > 0 && (
        <ul aria-label="collections that were asked for">
          {places.map((place) => (
            <li key={place}>
              after bytecode <span class="mono">{group(place)}</span>{" "}
              <button type="button" class="link" onClick={() => takeBack(place)}>
                take it out
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
