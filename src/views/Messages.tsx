/** Messages: what is wrong, what is allowed, what happens now. */
import { differenceSentence, settingsSentence } from "../instruments/differ.ts";
import {
  experiment,
  fault,
  instant,
  problem,
  request,
  showInstrument,
  summary,
} from "../state/cells.ts";
import { pinRequest } from "../state/compare.ts";
import { restart } from "../state/engine.ts";
import { goBack } from "../state/history.ts";

export function ProblemMessage() {
  const shown = problem.value;
  // What is wrong with the program is said below its text.
  if (shown === null || shown.field === "program") return null;
  return (
    <div class="message" role="alert" data-testid="problem">
      <p>
        <strong>{shown.message}</strong> {shown.remedy}
      </p>
      <button
        type="button"
        onClick={() => {
          problem.value = null;
        }}
      >
        close
      </button>
    </div>
  );
}

export function FaultMessage() {
  if (fault.value === null) return null;
  return (
    <div class="message is-fault" role="alert" data-testid="fault">
      <p>
        <strong>The simulation has stopped: {fault.value}.</strong>{" "}
        {summary.value === null
          ? "It has shown nothing yet: a part of the page may not have come over the connection. A restart fetches it again."
          : "What you see is its last answer. A restart runs the program again up to this instant."}
      </p>
      <button type="button" onClick={() => void restart()}>
        restart
      </button>
    </div>
  );
}

export function NoWebAssembly() {
  return (
    <div class="full-page" role="alert">
      <h1>rangescope</h1>
      <p>
        This browser runs no WebAssembly, which the simulated machine is made of. Every browser
        since 2017 has it; some settings (“lockdown mode”, company policies) switch it off. The
        command line runs the same simulation:{" "}
        <code>npm run rangescope -- run --example range</code>.
      </p>
    </div>
  );
}

/** What the last change of a setting did: the moment stayed, the numbers did not. */
export function ExperimentMessage() {
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
