/** A pinned run beside the one on screen: totals, this moment, functions. */
import { useEffect } from "preact/hooks";
import {
  differenceSentence,
  functionDifferences,
  QUANTITIES,
  type Quantity,
  ratioShort,
  settingsSentence,
} from "../../instruments/differ.ts";
import { BUILDS } from "../../state/builds.ts";
import { instant, pinned, profile, request, type Shown, summary } from "../../state/cells.ts";
import { pinnedProfile, pinProblem, pinRequest, togglePin, unpin } from "../../state/compare.ts";
import { open } from "../../state/engine.ts";
import { loadProfile } from "../profile/data.ts";
import { bytes, group } from "../format.ts";
import { FunctionMark } from "../profile/FunctionMark.tsx";
import { Provenance } from "../Provenance.tsx";
import { COUNTERS } from "../panels/Counters.tsx";
import "../instrument-parts.css";

const FUNCTIONS_SHOWN = 24;

export function Compare() {
  const [run, now, pin] = [summary.value, instant.value, pinned.value];
  useEffect(() => {
    if (run !== null && pin !== null && profile.value === null) void loadProfile();
  }, [run, pin]);
  if (run === null || now === null) return <p class="quiet">No run is loaded.</p>;
  if (pin === null) return <Nothing />;
  const shown: Shown = { request: request.value, summary: run, instant: now };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Comparison" data-testid="compare">
      <p class="difference" data-testid="difference">
        <strong>{settingsSentence(pin.request, shown.request)}</strong>{" "}
        {differenceSentence(pin.summary, run)}
      </p>
      <div class="tools">
        <button type="button" title="Show the pinned run, pin this one" onClick={() => void swap()}>
          swap
        </button>
        <button type="button" title="Let go of the pinned run (C)" onClick={unpin}>
          unpin
        </button>
        <PinnedProcess pin={pin} />
      </div>
      <Totals a={pin} b={shown} />
      <Moment a={pin} b={shown} />
      <Functions />
    </section>
  );
}

/** Which process of the pinned run is compared; a program of one has no such choice. */
function PinnedProcess({ pin }: { pin: Shown }) {
  const { processes, process } = pin.summary;
  if (processes.length < 2) return null;
  return (
    <label class="field">
      <span>pinned process</span>
      <select
        data-testid="pinned-process"
        value={process}
        onChange={({ currentTarget }) => {
          const chosen = Number(currentTarget.value);
          currentTarget.value = String(process);
          void pinRequest({ ...pin.request, process: chosen });
        }}
      >
        {processes.map((pid) => (
          <option key={pid} value={pid}>
            {pid}
          </option>
        ))}
      </select>
    </label>
  );
}

async function swap(): Promise<void> {
  const pin = pinned.value;
  if (pin === null) return;
  const here = request.value;
  const at = pin.instant.ir;
  unpin();
  await open(pin.request, at);
  await pinRequest(here);
}

function Nothing() {
  const here = request.value;
  return (
    <div class="scroll" data-testid="compare">
      <p class="before-tools">
        Pin the run on screen, then change something: both stay side by side, at the same moment.
      </p>
      <div class="tools">
        <button type="button" title="Pin (C)" onClick={() => void togglePin()}>
          pin this run
        </button>
        {BUILDS.filter((build) => build !== here.build).map((build) => (
          <button
            key={build}
            type="button"
            title="Opens the same program in that build beside this run"
            onClick={() => void pinRequest({ ...here, build })}
          >
            beside {build}
          </button>
        ))}
      </div>
      {pinProblem.value !== null && (
        <p class="failure" role="alert">
          {pinProblem.value}
        </p>
      )}
    </div>
  );
}

function print(value: number, unit: Quantity["unit"]): string {
  if (unit === "bytes") return bytes(value);
  return group(value);
}

function Head({ title }: { title: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{title}</th>
        <th scope="col">pinned</th>
        <th scope="col">here</th>
        <th scope="col" title="here against pinned">
          Δ
        </th>
        <th scope="col" class="mark">
          <span class="visually-hidden">basis</span>
        </th>
      </tr>
    </thead>
  );
}

function Totals({ a, b }: { a: Shown; b: Shown }) {
  return (
    <table>
      <Head title="whole run" />
      <tbody>
        {QUANTITIES.map(({ name, unit, from, of }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              {unit === "Ir" ? ", Ir" : ""}
            </th>
            <td class="mono number">{print(of(a.summary), unit)}</td>
            <td class="mono number">{print(of(b.summary), unit)}</td>
            <td class="number">{ratioShort(of(a.summary), of(b.summary))}</td>
            <td class="mark">
              <Provenance of={from} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Both runs at the same phase, at the same share of the way to the next landmark. */
function Moment({ a, b }: { a: Shown; b: Shown }) {
  return (
    <table data-testid="same-moment">
      <Head title="this moment" />
      <tbody>
        <tr>
          <th scope="row">clock</th>
          <td class="mono number">{print(a.instant.ir, "Ir")}</td>
          <td class="mono number">{print(b.instant.ir, "Ir")}</td>
          <td />
          <td class="mark">
            <Provenance of="Ir" />
          </td>
        </tr>
        {COUNTERS.map(({ name, of, read, print: printed }) => {
          const [left, right] = [read(a.instant, a.summary), read(b.instant, b.summary)];
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="mono number">{printed(left)}</td>
              <td class="mono number">{printed(right)}</td>
              <td class="number">{ratioShort(left, right)}</td>
              <td class="mark">
                <Provenance of={of} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Functions() {
  const [a, b] = [pinnedProfile.value, profile.value];
  if (a === null || b === null) return <p class="quiet">Functions are counted.</p>;
  const rows = functionDifferences(a, b).slice(0, FUNCTIONS_SHOWN);
  if (rows.length === 0) return <p>No function costs more or less.</p>;
  return (
    <table>
      <Head title="own Ir while the program runs" />
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row" class="mono wrap">
              {row.name}
            </th>
            <td class="mono number">{group(row.a)}</td>
            <td class="mono number">{group(row.b)}</td>
            <td class="mono number">
              {row.b > row.a ? "+" : "−"}
              {group(Math.abs(row.b - row.a))}
            </td>
            <td class="mark">
              <FunctionMark name={row.name} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
