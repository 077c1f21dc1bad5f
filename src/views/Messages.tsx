/** Messages: what is wrong, what is allowed, what happens now. */
import { experiment, fault, problem, summary } from "../state/cells.ts";
import { restart } from "../state/engine.ts";
import { Lazy } from "./Lazy.tsx";

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

function loadExperiment() {
  return import("./Experiment.tsx").then(({ Experiment }) => Experiment);
}

/** Fetched with the first change of a setting. */
export function ExperimentMessage() {
  return experiment.value === null ? null : <Lazy name="difference" load={loadExperiment} />;
}
