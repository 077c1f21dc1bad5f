/** One lane a process: every page in address order, by owner; the same as a table; why a page is private. */
import { pixelRatio } from "../canvas.ts";
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  type FamilyPages,
  type PageLane,
  WRITE_KINDS,
} from "../../../workers/protocol-processes.ts";
import { isDark, selection } from "../../state/cells.ts";
import { lookedAt, pages } from "../../state/family.ts";
import { group, plural } from "../format.ts";
import { invalidate, onFrame } from "../frame.ts";
import { drawLane } from "./draw-lane.ts";
import { addressOf, cellCount, cellOf, type Grid, gridOf, indexOf, pageOfCell } from "./grid.ts";
import { drawPage, PAGE_LOOKS, SHOWN_STATES, WRITE_NAMES } from "./looks.ts";
import { Why } from "./Why.tsx";

const WIDTH_MIN = 120;

/** Opens one process, at a page of it where one was pointed at. */
type Open = (pid: number, addr: number | null) => void;

/** `open` is given where a lane leads on to its process. */
export function Lanes({ open }: { open?: Open }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(340);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setWidth(Math.max(WIDTH_MIN, element.clientWidth));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const now = pages.value;
  const cells = useMemo(() => (now === null ? null : gridOf(now, width)), [now, width]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Pages of all processes" data-testid="lanes">
      <div ref={frame} />
      {now === null || cells === null ? (
        <p class="quiet">Pages are compared.</p>
      ) : (
        <>
          <Legend />
          {now.lanes.map((lane) => (
            <Lane key={lane.pid} now={now} lane={lane} cells={cells} open={open} />
          ))}
          {cells.perCell > 1 && (
            <p class="quiet small">
              A square stands for {plural(cells.perCell, "page")} and shows the one that tells most.
            </p>
          )}
          <Why />
          <Counts now={now} />
        </>
      )}
    </section>
  );
}

function Legend() {
  return (
    <ul class="page-legend" aria-label="Marks of pages">
      {SHOWN_STATES.map((state) => (
        <li key={state} title={PAGE_LOOKS[state].what}>
          <PageSwatch state={state} /> {PAGE_LOOKS[state].name}
        </li>
      ))}
      {WRITE_KINDS.map((kind) => (
        <li key={kind} title={`the first write since the fork was ${WRITE_NAMES[kind][1]}`}>
          <span class="write-mark" aria-hidden="true">
            {WRITE_NAMES[kind][0]}
          </span>{" "}
          by {WRITE_NAMES[kind][1]}
        </li>
      ))}
    </ul>
  );
}

const SWATCH = 11;

function PageSwatch({ state }: { state: (typeof SHOWN_STATES)[number] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  useEffect(() => {
    const draw = canvas.current?.getContext("2d");
    if (!draw) return;
    draw.setTransform(2, 0, 0, 2, 0, 0);
    draw.clearRect(0, 0, SWATCH, SWATCH);
    drawPage(draw, state, dark, [0, 0, SWATCH]);
  }, [dark, state]);
  return <canvas ref={canvas} width={2 * SWATCH} height={2 * SWATCH} class="page-swatch" />;
}

interface LaneProps {
  now: FamilyPages;
  lane: PageLane;
  cells: Grid;
  open: Open | undefined;
}

function Lane({ now, lane, cells, open }: LaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = cells.rows * cells.size;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const ratio = pixelRatio();
    element.width = Math.round(cells.columns * cells.size * ratio);
    element.height = Math.round(height * ratio);
    const stop = onFrame(() => {
      const draw = element.getContext("2d");
      if (draw === null) return;
      draw.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw.clearRect(0, 0, cells.columns * cells.size, height);
      drawLane(draw, cells, lane, isDark.peek(), selectedCell(now, cells));
    });
    const stopEffect = effect(() => {
      void [isDark.value, selection.value, lookedAt.value];
      invalidate();
    });
    return () => {
      stop();
      stopEffect();
    };
  }, [now, lane, cells]);
  const choose = (cell: number) => {
    if (cell < 0 || cell >= cellCount(cells)) return;
    lookedAt.value = lane.pid;
    selection.value = addressOf(now, pageOfCell(cells, lane.states, cell));
  };
  const isChosen = lookedAt.value === lane.pid;
  return (
    <div class="lane">
      <h3 class={isChosen ? "is-chosen" : ""}>
        <span class="mono">{lane.pid}</span>{" "}
        {open !== undefined && (
          <button type="button" class="link" onClick={() => open(lane.pid, null)}>
            open its address space
          </button>
        )}
      </h3>
      <button
        type="button"
        class="lane-pages"
        aria-label={`Pages of process ${lane.pid}: arrow keys choose one; the table below counts them`}
        data-testid={`lane-${lane.pid}`}
        onClick={({ offsetX, offsetY, detail }) => {
          // A click without a pointer is a key.
          if (detail === 0) choose(Math.max(0, selectedCell(now, cells)));
          else
            choose(
              Math.floor(offsetY / cells.size) * cells.columns + Math.floor(offsetX / cells.size),
            );
        }}
        onDblClick={() => open?.(lane.pid, selection.value)}
        onKeyDown={(event) => {
          const by = STEPS[event.key];
          if (by === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          choose(selectedCell(now, cells) + by(cells.columns));
        }}
      >
        <canvas
          ref={canvas}
          style={{ width: `${cells.columns * cells.size}px`, height: `${height}px` }}
        />
      </button>
    </div>
  );
}

const STEPS: Record<string, (columns: number) => number> = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
};

/** The cell of the selected address, -1 without one. */
function selectedCell(now: FamilyPages, cells: Grid): number {
  const addr = selection.peek();
  return addr === null ? -1 : cellOf(cells, indexOf(now, addr));
}

/** The lanes in numbers. */
function Counts({ now }: { now: FamilyPages }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="wide-table" tabIndex={0} aria-label="Pages by state">
      <table data-testid="page-counts">
        <caption class="visually-hidden">Pages by state, per process</caption>
        <thead>
          <tr>
            <th scope="col">pages ◐</th>
            {now.lanes.map(({ pid }) => (
              <th key={pid} scope="col" class="mono">
                {pid}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SHOWN_STATES.map((state) => (
            <tr key={state}>
              <th scope="row">{PAGE_LOOKS[state].name}</th>
              {now.lanes.map(({ pid, counts }) => (
                <td key={pid} class="mono number">
                  {group(counts[state] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
          {WRITE_KINDS.map((kind, index) => (
            <tr key={kind}>
              <th scope="row">first written by {WRITE_NAMES[kind][1]}</th>
              {now.lanes.map(({ pid, kinds }) => (
                <td key={pid} class="mono number">
                  {group(kinds.reduce((sum, each) => sum + (each === index + 1 ? 1 : 0), 0))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
