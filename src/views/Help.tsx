/** The help: every key, by what it is for, and how to read the marks. */
import { useEffect, useRef } from "preact/hooks";
import { layer } from "../state/cells.ts";
import { COMMANDS, type Command, keyName, openPalette } from "./commands.ts";
import "./help.css";

/** In columns of about the same length. */
const COLUMNS: readonly (readonly (readonly [Command["group"], string])[])[] = [
  [["time", "Time"]],
  [
    ["memory", "Memory"],
    ["window", "Window"],
  ],
  [["panes", "Panes"]],
];

export function Help() {
  const close = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    close.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  const leave = () => {
    layer.value = null;
  };
  return (
    <dialog class="help" ref={box} aria-labelledby="help-title" onClose={leave} onCancel={leave}>
      <header>
        <h2 id="help-title">Keys</h2>
        <button type="button" onClick={() => openPalette("")}>
          all commands (Ctrl K)
        </button>
        <button type="button" ref={close} onClick={leave}>
          close
        </button>
      </header>
      <div class="help-groups">
        {COLUMNS.map((groups) => (
          <div key={groups[0]?.[0]}>
            {groups.map(([group, title]) => (
              <Group key={group} group={group} title={title} />
            ))}
          </div>
        ))}
      </div>
      <p class="quiet">
        On the focused map arrows move, + and − zoom, Enter selects the middle; a double click zooms
        to a block. A page is 64 rows of 64 bytes, so a row is a cache line and a word is one cell.
      </p>
      <p class="quiet">
        ● measured, ◐ simulated within a stated bound, ○ estimated. Ir counts instructions as
        callgrind does. Hatched parts of the clock were recorded, not stepped through.
      </p>
    </dialog>
  );
}

function Group({ group, title }: { group: Command["group"]; title: string }) {
  const commands = COMMANDS.filter((one) => one.group === group && one.keys.length > 0);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {commands.map(({ id, keys, title: what }) => (
          <div key={id}>
            <dt>
              <kbd>{keyName(keys[0] ?? "")}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
