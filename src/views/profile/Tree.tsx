/** The call tree from `main` down: true paths, opened one by one. */
import { computed, signal } from "@preact/signals";
import type { TreePart } from "../../instruments/call-tree.ts";
import { chosenFunction, tree } from "../../state/cells.ts";
import { group } from "../format.ts";
import { VirtualList } from "../VirtualList.tsx";
import { FunctionMark } from "./FunctionMark.tsx";
import { wholePart } from "./data.ts";
import { printCost } from "./List.tsx";
import { wanted } from "./Profile.tsx";

const ROW_HEIGHT = 20;
/** Paths with at least this share of the part are open until somebody closes them. */
const OPEN_SHARE = 0.05;

/** Paths that a person opened (true) or closed (false); the others follow the share. */
const toggled = signal<ReadonlyMap<string, boolean>>(new Map());

interface Line {
  node: number;
  depth: number;
  path: string;
  isOpen: boolean;
  hasMore: boolean;
}

const part = computed(() => (tree.value === null ? null : wholePart(tree.value)));

const lines = computed<Line[]>(() => {
  const now = part.value;
  const result: Line[] = [];
  if (now !== null) addLines(now, 0, 0, "", result);
  return result;
});

function addLines(now: TreePart, node: number, depth: number, above: string, lines: Line[]): void {
  const word = wanted.value.trim().toLowerCase();
  const children = [...(now.children[node] ?? [])]
    .filter((child) => (now.inclusive[child] ?? 0) > 0)
    .filter((child) => word === "" || holds(now, child, word))
    .sort((a, b) => (now.inclusive[b] ?? 0) - (now.inclusive[a] ?? 0));
  for (const child of children) {
    const path = `${above}/${now.names[child]}`;
    const isHeavy = (now.inclusive[child] ?? 0) >= OPEN_SHARE * now.total || word !== "";
    const hasMore = (now.children[child] ?? []).some((one) => (now.inclusive[one] ?? 0) > 0);
    const isOpen = hasMore && (toggled.value.get(path) ?? isHeavy);
    lines.push({ node: child, depth, path, isOpen, hasMore });
    if (isOpen) addLines(now, child, depth + 1, path, lines);
  }
}

/** Whether a path or one below it ends in a function with this word. */
function holds(now: TreePart, node: number, word: string): boolean {
  if (now.names[node]?.toLowerCase().includes(word)) return true;
  return (now.children[node] ?? []).some(
    (child) => (now.inclusive[child] ?? 0) > 0 && holds(now, child, word),
  );
}

export function Tree() {
  const now = part.value;
  if (now === null) return <p class="quiet">The part is counted.</p>;
  const all = lines.value;
  return (
    <>
      <div class="cost-row is-tree is-head">
        <span>path</span>
        <span class="number">self</span>
        <span class="number">incl.</span>
        <span class="number">calls</span>
        <span />
      </div>
      <VirtualList
        label="Call tree"
        count={all.length}
        rowHeight={ROW_HEIGHT}
        testId="call-tree"
        row={(index) => {
          const line = all[index];
          return line && <TreeRow key={line.path} line={line} now={now} />;
        }}
      />
      {all.length === 0 && (
        <p class="quiet">No modelled call in this part: what was recorded has no call tree.</p>
      )}
    </>
  );
}

function toggle({ path, isOpen }: Line): void {
  toggled.value = new Map([...toggled.value, [path, !isOpen]]);
}

function TreeRow({ line, now }: { line: Line; now: TreePart }) {
  const { node, depth, isOpen, hasMore } = line;
  const name = now.names[node] ?? "";
  return (
    <li class="cost-row is-tree" aria-current={chosenFunction.value === name ? "true" : undefined}>
      <span class="path" style={{ paddingLeft: `${Math.min(depth, 24) * 5}px` }}>
        <button
          type="button"
          class="twist"
          disabled={!hasMore}
          aria-expanded={hasMore ? isOpen : undefined}
          aria-label={`${isOpen ? "close" : "open"} ${name}`}
          onClick={() => toggle(line)}
        >
          {hasMore ? (isOpen ? "▾" : "▸") : ""}
        </button>
        <button
          type="button"
          class="link mono"
          title={name}
          onClick={() => {
            chosenFunction.value = name;
          }}
        >
          {name}
        </button>
      </span>
      <span class="mono number">{printCost(now.self[node] ?? 0, now.total)}</span>
      <span class="mono number">{printCost(now.inclusive[node] ?? 0, now.total)}</span>
      <span class="mono number">{group(now.calls[node] ?? 0)}</span>
      <FunctionMark name={name} />
    </li>
  );
}
