/** The command palette: commands by name, places in memory, values, instructions. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { layer } from "../../state/cells.ts";
import { paletteStart } from "../commands.ts";
import { Waiting } from "../Waiting.tsx";
import { type Find, findings } from "./find.ts";
import "./palette.css";

const SHOWN_MAX = 40;

export function Palette() {
  const [text, setText] = useState(paletteStart === "@" ? "" : paletteStart);
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isMemory = paletteStart === "@";
  const found = useMemo(() => findings(text, isMemory).slice(0, SHOWN_MAX), [text, isMemory]);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    field.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const close = () => {
    if (layer.value === "palette") layer.value = null;
  };
  const choose = async (one: Find | undefined) => {
    if (one === undefined) return;
    const answer = await one.act();
    if (typeof answer === "string") setSaid(answer);
    else close();
  };
  const label = isMemory
    ? "Find an address, a value or a name in memory"
    : "Find a command, an address, a value, an instruction";
  return (
    <dialog class="palette" ref={box} aria-label={label} onClose={close} onCancel={close}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] === undefined ? undefined : `palette-${at}`}
        aria-label={label}
        placeholder={isMemory ? "0x5555558dd010, 257, free_list" : "profile, 0x…, 257, #5500000"}
        data-testid="palette"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setSaid("");
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined) {
            event.preventDefault();
            setAt(Math.max(0, Math.min(found.length - 1, at + step)));
          } else if (event.key === "Enter") {
            event.preventDefault();
            void choose(found[at]);
          }
        }}
      />
      <div id="palette-list" class="options" ref={list} role="listbox" aria-label="Found">
        {found.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys.
          <div
            key={one.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => void choose(one)}
            onPointerMove={() => setAt(index)}
          >
            <span>{one.title}</span>
            <kbd>{one.hint}</kbd>
          </div>
        ))}
      </div>
      <p class="quiet" role="status">
        {said !== "" ? said : found.length === 0 ? "Nothing is called that." : ""}
      </p>
      <Waiting />
    </dialog>
  );
}
