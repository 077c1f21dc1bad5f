/** The flat profile with the chosen function's callers and callees. */
import { computed, signal } from "@preact/signals";
import { type FunctionCost, functionsOf, neighboursOf } from "../../instruments/call-tree.ts";
import { chosenFunction, profile, profileScope, summary, tree } from "../../state/cells.ts";
import { group } from "../format.ts";
import { VirtualList } from "../VirtualList.tsx";
import { FunctionMark } from "./FunctionMark.tsx";
import { isLoading, wholePart } from "./data.ts";
import { inPercent, wanted } from "./Profile.tsx";

type Column = "name" | "self" | "inclusive" | "calls";

const ROW_HEIGHT = 20;

const sortedBy = signal<Column>("self");

interface Row extends FunctionCost {
  file: string;
}

/** The whole process has recorded parts as well: its rows come from the recorded profile. */
const rows = computed<Row[]>(() => {
  if (profileScope.value === "process") return (profile.value ?? []).map((row) => ({ ...row }));
  if (tree.value === null) return [];
  const files = new Map(profile.value?.map(({ name, file }) => [name, file]));
  return functionsOf(wholePart(tree.value)).map((row) => ({
    ...row,
    file: files.get(row.name) ?? "",
  }));
});

const shown = computed<Row[]>(() => {
  const by = sortedBy.value;
  const words = wanted.value.trim().toLowerCase();
  const found = rows.value.filter(({ name }) => name.toLowerCase().includes(words));
  return found.sort((a, b) => (by === "name" ? (a.name < b.name ? -1 : 1) : b[by] - a[by]));
});

const total = computed(() =>
  profileScope.value === "process"
    ? (summary.value?.total ?? 1)
    : tree.value === null
      ? 1
      : wholePart(tree.value).total,
);

export function printCost(value: number, of: number): string {
  if (!inPercent.value) return group(value);
  const share = (100 * value) / Math.max(1, of);
  return `${share.toFixed(share < 10 ? 2 : 1)} %`;
}

const COLUMNS: readonly (readonly [Column, string, string])[] = [
  ["name", "function", "by name"],
  ["self", "self", "Ir of the function itself"],
  ["inclusive", "incl.", "Ir of the function and of all it calls"],
  ["calls", "calls", "how often it was called"],
];

export function List() {
  const found = shown.value;
  const name = chosenFunction.value;
  const current = name === null ? null : found.findIndex((row) => row.name === name);
  return (
    <>
      <div class="cost-row is-head">
        {COLUMNS.map(([column, label, what]) => (
          <button
            key={column}
            type="button"
            class="link"
            title={`Sort: ${what}`}
            aria-pressed={sortedBy.value === column}
            onClick={() => {
              sortedBy.value = column;
            }}
          >
            {label}
            {sortedBy.value === column ? " ▾" : ""}
          </button>
        ))}
        <span class="mark" title="Where the number comes from">
          ●
        </span>
      </div>
      <VirtualList
        label="Functions"
        count={found.length}
        rowHeight={ROW_HEIGHT}
        current={current}
        row={(index) => {
          const row = found[index];
          return row && <ListRow key={`${row.name}|${row.file}`} row={row} />;
        }}
      />
      {found.length === 0 && (
        <p class="quiet">
          {tree.value === null || isLoading.value
            ? "The part is counted."
            : rows.value.length === 0
              ? "Nothing modelled ran in this part."
              : "No function has that name."}
        </p>
      )}
      {name !== null && <Neighbours name={name} />}
    </>
  );
}

function ListRow({ row }: { row: Row }) {
  return (
    <li class="cost-row" aria-current={chosenFunction.value === row.name ? "true" : undefined}>
      <button
        type="button"
        class="link mono"
        title={`${row.name}${row.file === "" ? "" : `, ${row.file}`}: callers and callees`}
        onClick={() => {
          chosenFunction.value = chosenFunction.value === row.name ? null : row.name;
        }}
      >
        {row.name}
      </button>
      <span class="mono number">{printCost(row.self, total.value)}</span>
      <span class="mono number">{printCost(row.inclusive, total.value)}</span>
      <span class="mono number">{group(row.calls)}</span>
      <FunctionMark name={row.name} />
    </li>
  );
}

function Neighbours({ name }: { name: string }) {
  const now = tree.value;
  if (now === null) return null;
  const { callers, callees } = neighboursOf(wholePart(now), name);
  return (
    <section
      class="neighbours"
      aria-label={`Callers and callees of ${name}`}
      data-testid="neighbours"
    >
      <h3 class="mono">{name}</h3>
      <Side title="called by" rows={callers} />
      <Side title="calls" rows={callees} />
      {callers.length + callees.length === 0 && (
        <p class="quiet">No modelled call in this part: what was recorded has no call tree.</p>
      )}
    </section>
  );
}

function Side({ title, rows: list }: { title: string; rows: readonly FunctionCost[] }) {
  if (list.length === 0) return null;
  return (
    <table>
      <caption>{title}</caption>
      <tbody>
        {list.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <button
                type="button"
                class="link mono"
                onClick={() => {
                  chosenFunction.value = row.name;
                }}
              >
                {row.name}
              </button>
            </th>
            <td class="mono number">{printCost(row.inclusive, total.value)}</td>
            <td class="mono number">{group(row.calls)}×</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
