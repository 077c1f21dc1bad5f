/** The part of docs/fidelity.md that says how near the run phases of recorded programs are, requirement by requirement. */
import type { Build } from "../src/tables/build.ts";
import type { Machine } from "../workers/machine.ts";
import { type JudgedProgram, type JudgedRow, judge } from "./fit/judge.ts";
import type { RecordedSet } from "./fit/recorded.ts";

/** Rows that must be exact: of the ints, of the lists, of range(). */
const HOT_ROWS = /\|(?:intobject|listobject)\.c$|^builtin_range\|/;
/** Rows that must be within a thousandth: of the evaluation loop, of dictionaries. */
const NEAR_ROWS = /^PyEval_EvalFrameEx\||\|dictobject\.c$/;

/** Part of a row's recorded Ir that it may miss. */
const [HOT_PART, NEAR_PART] = [0.0001, 0.001];
/** Per cent of a program's run phase that it may miss. */
const PROGRAM_PERCENT = 0.5;
const MEDIAN = 0.5;
const NINE_OF_TEN = 0.9;

const SETS: [RecordedSet, string][] = [
  ["fresh-2", "fresh, not looked at"],
  ["fresh", "fresh, since looked at"],
  ["held-out", "held out"],
  ["fit", "fitted"],
];

const off = ({ recorded, told }: JudgedRow) => Math.abs(told[0] - recorded[0]);
const within = (row: JudgedRow, part: number) =>
  row.recorded[1] === row.told[1] && off(row) <= part * row.recorded[0];

/** Per cent that a build misses of a program's run phase. */
export function errorOf({ run, told }: JudgedProgram): number {
  return (100 * (told - run)) / run;
}

/** Lines of Markdown for builds whose programs were recorded; the others have none. */
export function requirementsTable(machine: Machine, builds: readonly Build[]): string[] {
  return [
    "### What programs cost, requirement by requirement",
    "",
    "The shipped builds against the recorded profiles of the run phase. *Fitted* programs are those that the prices",
    "were fitted to, *held out* those that judged each fit while it was worked on, *fresh* those that were written and recorded",
    "afterwards and read by no fit: 34 of them nobody has looked at, causes were searched in the errors of 36 others. A row is a function in one program. *Hot* rows are those of intobject.c, listobject.c and",
    "builtin_range, *near* ones those of PyEval_EvalFrameEx and dictobject.c; a row is within a bound if its calls are equal, too.",
    "",
    `| build | programs | within ${PROGRAM_PERCENT} % | median | nine of ten within | worst | hot rows equal | hot rows within ${100 * HOT_PART} % | worst hot row | near rows within ${100 * NEAR_PART} % | worst near row |`,
    "|---|---|---|---|---|---|---|---|---|---|---|",
    ...builds.flatMap((build) => {
      const judged = judge(machine, build);
      return SETS.flatMap(([set, title]) => {
        const programs = judged.filter((program) => program.set === set);
        const net = netLine(programs);
        if (net === null) return [];
        const [hot, near] = [rowsOf(programs, HOT_ROWS), rowsOf(programs, NEAR_ROWS)];
        const cells = [
          `${count(hot, 0)} | ${count(hot, HOT_PART)} | ${worstOf(hot)}`,
          `${count(near, NEAR_PART)} | ${worstOf(near)}`,
        ];
        return [`| ${build.name} | ${title} ${net} ${cells.join(" | ")} |`];
      });
    }),
    "",
  ];
}

/** One set's net Ir of the run phase, or null where none was recorded. */
export function netLine(programs: readonly JudgedProgram[]): string | null {
  const sorted = [...programs].sort((a, b) => Math.abs(errorOf(a)) - Math.abs(errorOf(b)));
  const last = sorted.at(-1);
  if (last === undefined) return null;
  const errors = sorted.map((program) => Math.abs(errorOf(program)));
  const at = (part: number) => (errors[Math.floor(part * (errors.length - 1))] ?? 0).toFixed(2);
  const good = errors.filter((error) => error <= PROGRAM_PERCENT).length;
  const worst = `${errorOf(last).toFixed(2)} % (\`${last.name}\`)`;
  return `| ${good} of ${errors.length} | ${at(MEDIAN)} % | ${at(NINE_OF_TEN)} % | ${worst} |`;
}

interface RowOfProgram extends JudgedRow {
  program: string;
}

function rowsOf(programs: readonly JudgedProgram[], wanted: RegExp): RowOfProgram[] {
  return programs.flatMap(({ name, rows }) =>
    rows.flatMap((row) => (wanted.test(row.row) ? [{ ...row, program: name }] : [])),
  );
}

function count(rows: readonly RowOfProgram[], part: number): string {
  return `${rows.filter((row) => within(row, part)).length} of ${rows.length}`;
}

function worstOf(rows: readonly RowOfProgram[]): string {
  const worst = rows.reduce((most, row) => (off(row) > off(most) ? row : most));
  const { row, program, recorded, told } = worst;
  return `${told[0] - recorded[0]} of ${recorded[0]} in \`${row.split("|")[0]}\` (\`${program}\`)`;
}
