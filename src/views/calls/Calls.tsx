/** Library calls and system calls one by one, as ltrace and strace print them, with a summary. */
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Ev, FaultKind } from "../../../assembly/abi/events.ts";
import type { CallCounts, EventRecord, RunSummary } from "../../../workers/protocol.ts";
import { instant, playing, selection, summary } from "../../state/cells.ts";
import { ask, seek } from "../../state/engine.ts";
import { decodeRecords } from "../../state/trail.ts";
import { address, group } from "../format.ts";
import { Provenance } from "../Provenance.tsx";
import { VirtualList } from "../VirtualList.tsx";
import "../instrument-parts.css";

const ROW_HEIGHT = 19;
/** Records before and behind the instant. */
const AROUND = 1500;
const REST_MS = 120;

const KINDS = [
  ["malloc", "library", [Ev.MALLOC]],
  ["free", "library", [Ev.FREE]],
  ["system calls", "kernel", [Ev.BRK, Ev.MMAP, Ev.MUNMAP, Ev.MREMAP]],
  ["page faults", "kernel", [Ev.FAULT]],
] as const;

type Name = (typeof KINDS)[number][0];

const shown = signal<readonly Name[]>(["malloc", "free", "system calls"]);
/** Null until it was asked for. */
const log = signal<readonly EventRecord[] | null>(null);
const counts = signal<{ run: RunSummary; counts: CallCounts } | null>(null);

/** Keeps the log around the instant; the answer stops it. */
function watchLog(): () => void {
  let timer = 0;
  let newest = 0;
  return effect(() => {
    const now = instant.value;
    const run = summary.value;
    const bits = KINDS.filter(([name]) => shown.value.includes(name))
      .flatMap(([, , kinds]) => [...kinds])
      .reduce((mask, kind) => mask | (1 << kind), 0);
    const mine = ++newest;
    clearTimeout(timer);
    if (now === null || run === null || playing.value) return;
    timer = window.setTimeout(async () => {
      if (counts.peek()?.run !== run) {
        const found = await ask((api) => api.callCounts());
        if (found !== null) counts.value = { run, counts: found };
      }
      if (bits === 0) {
        log.value = [];
        return;
      }
      const before = await ask((api) => api.events(now.ir + 1, -AROUND, bits));
      const after = await ask((api) => api.events(now.ir + 1, AROUND, bits));
      if (before === null || after === null || mine !== newest) return;
      log.value = [...decodeRecords(before), ...decodeRecords(after)];
    }, REST_MS);
  });
}

export function Calls() {
  useEffect(watchLog, []);
  const rows = log.value ?? [];
  const at = instant.value?.ir ?? 0;
  const current = rows.findLastIndex((row) => row.ir <= at);
  return (
    <div class="calls-pane" data-testid="calls">
      <div class="tools">
        {KINDS.map(([name]) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.value.includes(name)}
              onChange={({ currentTarget }) => {
                const others = shown.value.filter((one) => one !== name);
                shown.value = currentTarget.checked ? [...others, name] : others;
              }}
            />
            {name}
          </label>
        ))}
      </div>
      <VirtualList
        label="Calls around this instant"
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        current={current}
        row={(index) => {
          const row = rows[index];
          return row && <LogRow key={index} row={row} isCurrent={index === current} at={at} />;
        }}
      />
      {rows.length === 0 && (
        <p class="quiet">
          {log.value === null
            ? "The calls are looked up."
            : "Nothing of that kind happens in the modelled part."}
        </p>
      )}
      <Summary />
    </div>
  );
}

function LogRow({ row, isCurrent, at }: { row: EventRecord; isCurrent: boolean; at: number }) {
  return (
    <li
      class={row.ir > at ? "log-row is-ahead" : "log-row"}
      aria-current={isCurrent ? "step" : undefined}
    >
      <button
        type="button"
        class="link mono"
        title="Go there"
        onClick={() => {
          if (row.addr > 0) selection.value = row.addr;
          void seek(row.ir);
        }}
      >
        {group(row.ir)}
      </button>
      <span class="mono">{callText(row)}</span>
    </li>
  );
}

/** A call as ltrace or strace would print it. */
function callText({ kind, addr, a, b }: EventRecord): string {
  switch (kind) {
    case Ev.MALLOC:
      return `malloc(${a}) = ${address(addr)}`;
    case Ev.FREE:
      return `free(${address(addr)})  chunk of ${group(a)} B`;
    case Ev.BRK:
      return `brk(${address(addr)})  ${a >= 0 ? "+" : "−"}${group(Math.abs(a))} B`;
    case Ev.MMAP:
      return `mmap(NULL, ${a}) = ${address(addr)}`;
    case Ev.MUNMAP:
      return `munmap(${address(addr)}, ${a})`;
    case Ev.MREMAP:
      return `mremap(…, ${a}, ${b}) = ${address(addr)}`;
    case Ev.FAULT:
      return `fault ${address(addr)}  ${a === FaultKind.ZERO_FRAME ? "zeroed frame" : "copy of the file's page"}`;
    default:
      return Ev[kind] ?? "";
  }
}

/** Sizes that are listed: the others are few. */
const SIZES_SHOWN = 8;

function Summary() {
  const now = counts.value;
  if (now === null) return null;
  const { mallocSizes, syscalls } = now.counts;
  const calls = mallocSizes.reduce((sum, [, times]) => sum + times, 0);
  const sizes = [...mallocSizes].sort((a, b) => b[1] - a[1]).slice(0, SIZES_SHOWN);
  return (
    <details class="summary" open>
      <summary>Summary of the whole process, recorded parts included</summary>
      <div class="summary-tables">
        <table>
          <caption>
            malloc, {group(calls)} calls <Provenance of="heap" />
          </caption>
          <tbody>
            {sizes.map(([size, times]) => (
              <tr key={size}>
                <th scope="row" class="mono">
                  {group(size)} B
                </th>
                <td class="mono number">{group(times)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption>
            system calls, all and modelled <Provenance of="calls" />
          </caption>
          <tbody>
            {syscalls.map(([name, all, modelled]) => (
              <tr key={name}>
                <th scope="row" class="mono">
                  {name}
                </th>
                <td class="mono number">{group(all)}</td>
                <td class="mono number quiet">{group(modelled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
