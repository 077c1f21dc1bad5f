/** What the machine says of `range(n)` beside what callgrind counted: per function, at one recorded n. */
import { useEffect, useState } from "preact/hooks";
import { request } from "../../state/cells.ts";
import { loadScoreboard, scoreboardOf } from "../../state/scoreboards.ts";
import type { RowScore, Scoreboard } from "../../tables/scoreboard.ts";
import { group } from "../format.ts";

/** Lighter rows than these are left out of the window; `npm run docs` lists all. */
const ROWS_MAX = 60;

const MARKS: Record<RowScore["basis"], readonly [string, string]> = {
  exact: ["●", "measured: equal at every recorded n, self Ir and calls"],
  bounded: ["◐", "simulated: within a stated bound at every recorded n"],
  estimated: ["○", "estimated: further off at some recorded n"],
};

export function Calibration() {
  const { build } = request.value;
  const board = scoreboardOf(build);
  useEffect(() => void loadScoreboard(build), [build]);
  if (board === null) return <p class="quiet">The recorded figures are fetched.</p>;
  if ("problem" in board) {
    return (
      <p class="failure" role="alert">
        No figures to compare with: {board.problem}.{" "}
        <button type="button" onClick={() => void loadScoreboard(build)}>
          try again
        </button>
      </p>
    );
  }
  return <Board key={build} board={board} />;
}

function Board({ board }: { board: Scoreboard }) {
  const { totals, rows, heldOut } = board;
  const [n, setN] = useState(totals.at(-1)?.[0] ?? 0);
  const total = totals.find(([at]) => at === n);
  const shown = rows.flatMap((row) => {
    const point = row.points.find(([at]) => at === n);
    return point === undefined ? [] : [{ row, point }];
  });
  shown.sort((a, b) => b.point[2] - a.point[2]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="table-scroll" tabIndex={0} aria-label="Calibration" data-testid="calibration">
      <label title="The recorded runs of this build, launch recipe, under callgrind">
        range(
        <select
          data-testid="calibration-n"
          value={n}
          onChange={({ currentTarget }) => setN(Number(currentTarget.value))}
        >
          {totals.map(([at]) => (
            <option key={at} value={at}>
              {group(at)}
              {heldOut.includes(at) ? " (held out)" : ""}
            </option>
          ))}
        </select>
        ) in Ir; functions: beyond range(0)
      </label>
      <table class="profile calibration">
        <thead>
          <tr>
            <th scope="col">function</th>
            <th scope="col">simulated</th>
            <th scope="col" title="What callgrind counted in the real interpreter">
              recorded
            </th>
            <th scope="col" title="Recorded minus simulated">
              residual
            </th>
            <th scope="col" class="mark">
              <span class="visually-hidden">basis</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {total !== undefined && (
            <tr title="The whole process without the dynamic loader">
              <th scope="row">whole process</th>
              <Figures simulated={total[1]} recorded={total[2]} />
              <td class="mark" title={MARKS.bounded[1]}>
                {MARKS.bounded[0]}
              </td>
            </tr>
          )}
          {shown.slice(0, ROWS_MAX).map(({ row, point }) => (
            <Row key={row.key} row={row} point={point} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, point }: { row: RowScore; point: RowScore["points"][number] }) {
  const [name, file] = row.key.split("|");
  const [, simulated, recorded, callsSimulated, callsRecorded] = point;
  const figures = `${group(recorded)} Ir recorded`;
  const calls = `${figures}; calls: ${group(callsSimulated)} simulated, ${group(callsRecorded)} recorded`;
  return (
    <tr title={`${file}; ${calls}`}>
      <th scope="row" class="mono" title={name}>
        {name}
      </th>
      <Figures simulated={simulated} recorded={recorded} />
      <td class="mark" title={MARKS[row.basis][1]}>
        {MARKS[row.basis][0]}
      </td>
    </tr>
  );
}

function Figures({ simulated, recorded }: { simulated: number; recorded: number }) {
  return (
    <>
      <td class="mono number">{group(simulated)}</td>
      <td class="mono number">{group(recorded)}</td>
      <td class="mono number">{group(recorded - simulated)}</td>
    </>
  );
}
