/** Which memory manager runs, its heap's settings, and two managers side by side at one bytecode. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { CollectorChoice } from "../../../workers/protocol.ts";
import type { ManagerInfo, ManagerSetting } from "../../../workers/protocol-collectors.ts";
import { pinned, request, summary } from "../../state/cells.ts";
import { pinProblem, pinRequest, unpin } from "../../state/compare.ts";
import { ask } from "../../state/engine.ts";
import { besideManager, parseManager, printManager } from "../../state/manager-text.ts";
import { change } from "../change.ts";
import { Collections } from "./Collections.tsx";
import { SideBySide } from "./SideBySide.tsx";
import "./managers.css";

interface Known {
  managers: ManagerInfo[];
  settings: ManagerSetting[];
}

const known = signal<Known | null>(null);
export const DEFAULT_MANAGER = "refcount";
/** Settings that only some managers have. */
const ONLY: Partial<Record<ManagerSetting["name"], string>> = {
  granularity: "bitmap",
  nursery: "generational",
};
/** A manager that has the count of CPython 2.7 has no settings of this kind. */
const WITHOUT_SETTINGS = [DEFAULT_MANAGER, "immortal"];

export function Managers() {
  const run = summary.value;
  useEffect(() => {
    if (known.value !== null || run === null) return;
    void ask((api) => api.managers()).then((found) => {
      known.value = found;
    });
  }, [run]);
  const list = known.value;
  if (list === null) return <p class="quiet">The managers are read.</p>;
  const chosen = parseManager(request.value.manager);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Memory managers" data-testid="managers">
      <fieldset class="manager-choice">
        <legend>memory manager</legend>
        {list.managers.map((manager) => (
          <Manager key={manager.name} manager={manager} chosen={chosen} />
        ))}
      </fieldset>
      {chosen !== undefined && !WITHOUT_SETTINGS.includes(chosen.name) && (
        <Settings settings={list.settings} chosen={chosen} />
      )}
      <Collections />
      {pinProblem.value !== null && (
        <p class="failure" role="alert">
          {pinProblem.value}
        </p>
      )}
      {pinned.value === null ? (
        <p class="quiet">
          “beside” runs the same program under another manager too: both stand at the same bytecode.
        </p>
      ) : (
        <>
          <button type="button" class="link" onClick={unpin}>
            let go of the run beside this one
          </button>
          <SideBySide />
        </>
      )}
    </section>
  );
}

const BASIS = {
  calibrated: ["●", "instructions calibrated against a real interpreter"],
  estimated: ["○", "instructions estimated; what it allocates, marks and writes is computed"],
} as const;

function Manager({
  manager,
  chosen,
}: {
  manager: ManagerInfo;
  chosen: CollectorChoice | undefined;
}) {
  const { name, title, about, basis } = manager;
  const isHere = (chosen?.name ?? DEFAULT_MANAGER) === name;
  const text = name === DEFAULT_MANAGER ? "" : name;
  const [mark, what] = BASIS[basis];
  return (
    <div class="manager">
      <label title={about}>
        <input
          type="radio"
          name="manager"
          checked={isHere}
          onChange={() => change({ manager: text })}
        />
        <span>
          <strong>{name}</strong> {title}{" "}
          <span title={what}>
            {mark} {basis}
          </span>
        </span>
      </label>
      {!isHere && (
        <button
          type="button"
          title={`Runs the program under ${name}, too, collections that were asked for included, and shows both`}
          onClick={() => {
            const manager = besideManager(request.value.manager, text);
            void pinRequest({ ...request.value, manager });
          }}
        >
          beside
        </button>
      )}
    </div>
  );
}

function Settings({ settings, chosen }: { settings: ManagerSetting[]; chosen: CollectorChoice }) {
  const shown = settings.filter(({ name }) => (ONLY[name] ?? chosen.name) === chosen.name);
  return (
    <details class="manager-settings">
      <summary>settings of its heap</summary>
      {shown.map((setting) => (
        <Setting key={setting.name} setting={setting} chosen={chosen} />
      ))}
    </details>
  );
}

function Setting({ setting, chosen }: { setting: ManagerSetting; chosen: CollectorChoice }) {
  const { name, least, most, usual, values, step, meaning } = setting;
  const value = chosen[name] ?? usual;
  const [problem, setProblem] = useState("");
  const steps = step === undefined || step === 1 ? "" : ` in steps of ${step}`;
  const allowed = values === undefined ? `${least} to ${most}${steps}` : values.join(", ");
  const enter = (typed: string) => {
    const next = Number(typed);
    const isFine =
      typed.trim() !== "" &&
      next >= least &&
      next <= most &&
      (step === undefined || next % step === 0) &&
      (values === undefined || values.includes(next));
    setProblem(isFine ? "" : `${name} is “${typed}”: allowed are ${allowed}. The run stays.`);
    if (isFine && next !== value) change({ manager: printManager({ ...chosen, [name]: next }) });
  };
  return (
    <label title={`${meaning}: ${allowed}`}>
      <span>{name}</span>
      <input
        type="text"
        inputMode="decimal"
        class="mono"
        value={String(value)}
        aria-invalid={problem !== ""}
        aria-description={`${meaning}: ${allowed}`}
        onChange={({ currentTarget }) => enter(currentTarget.value)}
      />
      {problem !== "" && (
        <span class="failure" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}
