/**
 * The same program under two memory managers, aligned by bytecode (--compare): the sessions, the rows and the moments
 * are those of the window's managers pane.
 */
import { Ev } from "../../assembly/abi/events.ts";
import {
  childRows,
  type Figure,
  NOW,
  rangeSentence,
  type Row,
  type Side,
  WHOLE,
} from "../instruments/side-by-side.ts";
import { grouped } from "../instruments/narrate.ts";
import { ProgramProblem } from "../../workers/program.ts";
import type { CollectorChoice, RunRequest, RunSummary } from "../../workers/protocol.ts";
import { Session } from "../../workers/session.ts";

type JsonFigure = number | null | { low: number; high: number };
type Figures = Record<string, JsonFigure>;

/** What two managers did with one program; the first one is the report's own. */
export interface Comparison {
  aligned_by: "bytecode";
  sides: {
    name: string;
    basis: "calibrated" | "estimated";
    whole: Figures;
    ranges: string | null;
  }[];
  /** Both sides where so many bytecodes of the first process have begun. */
  positions: { bytecode: number; sides: Figures[] }[];
  /** Pages that each child copied until its end, side by side. */
  children: { pid: number; copied_pages: (number | null)[] }[];
  same_output: boolean;
}

/** Shares of the program at which both are looked at when nobody says where. */
const SHARES = [0.25, 0.5, 0.75, 1];

interface Opened {
  session: Session;
  run: RunSummary;
}

/** `wasm` gives the machine's module, `at` the bytecodes that were asked for. Throws a ProgramProblem. */
export async function compareManagers(
  wasm: () => Promise<BufferSource>,
  request: RunRequest,
  choices: readonly CollectorChoice[],
  at: readonly number[],
): Promise<Comparison> {
  const opened = await Promise.all(
    choices.map(async (collector): Promise<Opened> => {
      const session = new Session(wasm);
      const answer = await session.open({ ...request, collector });
      if ("problem" in answer) throw new ProgramProblem(answer.problem);
      return { session, run: answer.summary };
    }),
  );
  const last = Math.min(...opened.map(({ run }) => run.eventCounts[Ev.OPCODE] ?? 0));
  const beyond = at.find((place) => place < 1 || place > last);
  if (beyond !== undefined) {
    throw new ProgramProblem({
      message: `--compare-at is ${beyond}, and the program has ${last} bytecodes`,
      remedy: `Allowed: 1 to ${last}.`,
    });
  }
  const places = at.length > 0 ? at : SHARES.map((share) => Math.max(1, Math.floor(last * share)));
  const positions: Comparison["positions"] = [];
  let sides: Side[] = [];
  for (const bytecode of [...new Set(places)].sort((a, b) => a - b)) {
    sides = [];
    for (const one of opened) sides.push(await standing(one, bytecode));
    positions.push({ bytecode, sides: sides.map((side) => figures(NOW, side)) });
  }
  return {
    aligned_by: "bytecode",
    sides: sides.map((side) => ({
      name: side.figures.name,
      basis: side.figures.basis,
      whole: figures(WHOLE, side),
      ranges: rangeSentence(side.figures),
    })),
    positions,
    children: childRows(sides).map(({ pid, pages }) => ({ pid, copied_pages: pages })),
    same_output: opened.every(({ run }) => run.stdout === opened[0]?.run.stdout),
  };
}

async function standing({ session, run }: Opened, bytecode: number): Promise<Side> {
  const found = await session.go(0, { at: "event", kind: "bytecode", k: bytecode });
  if (found === null) throw new Error(`bytecode ${bytecode} was not found`);
  return { run, ir: found.instant.ir, figures: await session.managerFigures() };
}

function figures(rows: readonly Row[], side: Side): Figures {
  return Object.fromEntries(rows.map(({ key, of }) => [key, json(of(side))]));
}

function json(value: Figure): JsonFigure {
  if (value === null || typeof value === "number") return value;
  return { low: value[0], high: value[1] };
}

const NAME_WIDTH = 26;
const FIGURE_WIDTH = 30;

/** The comparison as columns, one a manager. */
export function comparisonLines({ sides, positions, children, same_output }: Comparison): string[] {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(FIGURE_WIDTH)).join("")}`;
  const row = ({ key, name, unit, estimated }: Row, of: readonly Figures[]) =>
    line(
      `  ${name}`,
      of.map((each, i) => {
        const value = each[key] ?? null;
        if (value === null) return "–";
        const mark = estimated === true && sides[i]?.basis === "estimated" ? " ○" : "";
        return `${text(value)}${unit === "bytes" ? " B" : ""}${mark}`;
      }),
    );
  const whole = sides.map((side) => side.whole);
  const lines = [
    line(
      "whole run",
      sides.map(({ name }) => name),
    ),
    ...WHOLE.map((each) => row(each, whole)),
  ];
  for (const position of positions) {
    lines.push(`at bytecode ${grouped(position.bytecode)}`);
    for (const each of NOW) if (each.key !== "bytecodes") lines.push(row(each, position.sides));
  }
  for (const { pid, copied_pages } of children) {
    const cells = copied_pages.map((pages) => (pages === null ? "–" : grouped(pages)));
    lines.push(line(`pages copied by ${pid}`, cells));
  }
  for (const { name, ranges } of sides) if (ranges !== null) lines.push(`${name}: ${ranges}`);
  lines.push(same_output ? "Both print the same." : "They do not print the same.");
  if (sides.some(({ basis }) => basis === "estimated"))
    lines.push("○ estimated: instructions of managers other than refcount; all else is computed.");
  return lines;
}

function text(value: NonNullable<JsonFigure>): string {
  return typeof value === "number"
    ? grouped(value)
    : `${grouped(value.low)} … ${grouped(value.high)}`;
}
