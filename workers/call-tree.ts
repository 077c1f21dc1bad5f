/** Reads the machine's call tree at several instants and lines the trees up by their paths. */
import { Node, NODE_BYTES } from "../assembly/abi/call_tree.ts";
import { EV_COUNT } from "../assembly/abi/events.ts";
import { Fn } from "../assembly/abi/functions.ts";
import { Stat } from "../assembly/abi/layout.ts";
import type { Machine } from "./machine.ts";
import type { CallTree } from "./protocol.ts";

/** One instant's tree as the machine holds it: rows of nodes, parents before children. */
export interface TreeRows {
  view: DataView;
  nodes: number;
  lost: number;
}

interface Row {
  self: number;
  calls: number;
  bytes: number;
}

/** Gathers trees of growing instants; a path keeps its number in all of them. */
export class TreeGatherer {
  private readonly parent: number[] = [-1];
  private readonly fn: number[] = [0];
  private readonly numbers = new Map<string, number>();
  private readonly rows: Row[][] = [];
  private readonly events: Float64Array[] = [];
  private readonly cuts: number[] = [];
  private lost = 0;

  /** Runs up to an instant and keeps its tree. */
  take(machine: Machine, ir: number): void {
    machine.setCallTree(true);
    try {
      machine.run({ target: ir });
    } finally {
      machine.setCallTree(false);
    }
    // A step that would pass the instant is not taken: the tree is that of the clock before it.
    this.cuts.push(machine.stats()[Stat.IR] ?? ir);
    this.events.push(machine.eventCounts());
    this.add(machine.callTree());
  }

  private add({ view, nodes, lost }: TreeRows): void {
    const mine = new Int32Array(nodes);
    const rows: Row[] = [];
    for (let node = 0; node < nodes; node++) {
      const at = node * NODE_BYTES;
      const number = node === 0 ? 0 : this.numberOf(mine, view, at);
      mine[node] = number;
      const word = (offset: Node) => Number(view.getBigUint64(at + offset, true));
      rows[number] = {
        self: word(Node.SELF),
        calls: word(Node.CALLS),
        bytes: word(Node.BYTES),
      };
    }
    this.rows.push(rows);
    this.lost = lost;
  }

  private numberOf(mine: Int32Array, view: DataView, at: number): number {
    const parent = mine[view.getUint32(at + Node.PARENT, true)] ?? 0;
    const fn = view.getUint32(at + Node.FN, true);
    const key = `${parent}>${fn}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.parent.length;
      this.numbers.set(key, number);
      this.parent.push(parent);
      this.fn.push(fn);
    }
    return number;
  }

  /** The trees so far as one table. */
  tree(): CallTree {
    const nodes = this.parent.length;
    const column = (read: (row: Row) => number) => {
      const table = new Float64Array(this.cuts.length * nodes);
      for (const [cut, rows] of this.rows.entries()) {
        for (let node = 0; node < nodes; node++) {
          const row = rows[node];
          if (row !== undefined) table[cut * nodes + node] = read(row);
        }
      }
      return table;
    };
    const events = new Float64Array(this.cuts.length * EV_COUNT);
    for (const [cut, counts] of this.events.entries()) events.set(counts, cut * EV_COUNT);
    return {
      names: this.fn.map((fn, node) => (node === 0 ? "" : (Fn[fn] ?? "?"))),
      parent: Int32Array.from(this.parent),
      cuts: this.cuts,
      self: column(({ self }) => self),
      calls: column(({ calls }) => calls),
      bytes: column(({ bytes }) => bytes),
      events,
      lost: this.lost,
    };
  }
}
