/** After a setting was changed: what that did, in one sentence. */
import { differenceSentence, settingsSentence } from "../instruments/differ.ts";
import { experiment, instant, request, showInstrument, summary } from "../state/cells.ts";
import { pinRequest } from "../state/compare.ts";
import { goBack } from "../state/history.ts";

/** What the last change of a setting did: the moment stayed, the numbers did not. */
export function Experiment() {
  const before = experiment.value;
  const run = summary.value;
  const now = instant.value;
  if (before === null || run === null || now === null) return null;
  return (
    <div class="message is-experiment" role="status" data-testid="experiment">
      <p>
        <strong>{settingsSentence(before.request, request.value)}</strong>{" "}
        {differenceSentence(before.summary, run)}
      </p>
      <button type="button" title="Back to the settings before (U)" onClick={() => void goBack()}>
        undo
      </button>
      <button
        type="button"
        title="Pin the run before beside this one"
        onClick={() => {
          showInstrument("compare");
          void pinRequest(before.request);
          experiment.value = null;
        }}
      >
        compare
      </button>
      <button
        type="button"
        title="Esc"
        onClick={() => {
          experiment.value = null;
        }}
      >
        close
      </button>
    </div>
  );
}
