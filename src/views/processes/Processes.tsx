/** The processes of a run: a system monitor, their pages, and figures measured on a real machine. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { followFamily, wantPages } from "../../state/family.ts";
import { Lanes } from "./Lanes.tsx";
import { Measured } from "./Measured.tsx";
import { Monitor } from "./Monitor.tsx";
import "./processes.css";

const VIEWS = {
  monitor: "memory of each process over the machine’s clock",
  pages: "whose each page is, and why",
  measured: "figures of real processes beside these",
} as const;

const shown = signal<keyof typeof VIEWS>("monitor");

export function Processes() {
  useEffect(followFamily, []);
  const view = shown.value;
  useEffect(() => (view === "pages" ? wantPages() : undefined), [view]);
  return (
    <div class="processes" data-testid="processes">
      <div class="tools">
        {(Object.keys(VIEWS) as (keyof typeof VIEWS)[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            title={VIEWS[name]}
            onClick={() => {
              shown.value = name;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {view === "monitor" && <Monitor />}
      {view === "pages" && <Lanes />}
      {view === "measured" && <Measured />}
    </div>
  );
}
