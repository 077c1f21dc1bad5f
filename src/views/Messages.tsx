/** Messages: what is wrong, what is allowed, what happens now. And the help. */
import { useEffect, useRef } from "preact/hooks";
import { fault, layer, problem } from "../state/cells.ts";
import { restart } from "../state/engine.ts";
import { KEYS } from "./keys.ts";

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
        <strong>The simulation has stopped: {fault.value}.</strong> What you see is its last answer.
        A restart runs the program again up to this instant.
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

export function Help() {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <div class="help" role="dialog" aria-modal="true" aria-labelledby="help-title">
      <header>
        <h2 id="help-title">Keys</h2>
        <button type="button" ref={close} onClick={closeLayer}>
          close
        </button>
      </header>
      <dl>
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        A page is 64 rows of 64 bytes, so a row is a cache line and a word is one cell. ● measured,
        ◐ simulated, ○ estimated. Ir counts instructions as callgrind does.
      </p>
    </div>
  );
}

function closeLayer(): void {
  layer.value = null;
}
