/**
 * The one list of range(n): its object's fields and its item array, word by word. Its reference count is
 * left out: in a pydebug build it falls to 0 some steps before the event that tells of the list's death.
 */
import { Ev } from "../../assembly/abi/events.ts";
import type { Build, EntryState } from "../../src/tables/build.ts";
import type { Buffers } from "./buffers.ts";
import type { Ints } from "./ints.ts";
import type { Memory } from "./memory.ts";
import type { Outcome } from "./twin.ts";

export class ListTwin {
  readonly addr: number;
  private readonly type: number;
  private array = 0;
  /** Items stored, and those of them that still hold a reference. */
  private filled = 0;
  /** What the next store puts into the array. */
  private made = 0;
  private created = false;
  private dying = false;

  constructor(
    private readonly memory: Memory,
    private readonly build: Build,
    entry: EntryState,
    private readonly ints: Ints,
    private readonly buffers: Buffers,
    private readonly length: number,
  ) {
    this.addr = entry.listFree.at(-1) ?? 0;
    this.type = entry.imageBase + (build.types.list ?? 0);
  }

  private field(index: number): number {
    return this.addr + this.build.layout.refcntOffset + 8 * index;
  }

  get exists(): boolean {
    return this.created;
  }

  /** PyList_New: ob_refcnt, ob_type, ob_size, ob_item, allocated, and an array of null pointers. */
  create(): Outcome {
    this.created = true;
    this.array = this.length === 0 ? 0 : this.buffers.take(this.length * 8);
    const fields = [this.type, this.length, this.array, this.length];
    for (const [i, value] of fields.entries()) this.memory.write(this.field(i + 1), value);
    this.memory.touch(this.field(0), 8);
    for (let i = 0; i < this.length; i++) this.memory.write(this.array + 8 * i, 0);
    return { kind: Ev.LIST_NEW, addr: this.addr, a: this.length, b: this.array };
  }

  /** The next item is a shared int: one reference more. */
  share(): Outcome {
    const value = this.filled;
    if (!this.ints.isShared(value)) throw new Error(`${value} is not shared`);
    this.made = this.ints.sharedAt(value);
    const count = this.ints.changeCount(this.made, 1);
    return { kind: Ev.INCREF, addr: this.made, a: value, b: count };
  }

  /** The next item is an int of its own. */
  take(): Outcome {
    const value = this.filled;
    if (this.ints.isShared(value)) throw new Error(`${value} is shared`);
    this.made = this.ints.make(value);
    return { kind: Ev.INT_TAKE, addr: this.made, a: value, b: 0 };
  }

  store(): Outcome {
    const index = this.filled;
    if (this.made === 0) throw new Error("no int was made for this item");
    const at = this.array + 8 * index;
    this.memory.write(at, this.made);
    this.filled += 1;
    const stored = this.made;
    this.made = 0;
    return { kind: Ev.LIST_SET, addr: at, a: stored, b: index };
  }

  beginDeath(): Outcome {
    if (this.filled !== this.length)
      throw new Error(`only ${this.filled} of ${this.length} items are stored`);
    this.dying = true;
    return { kind: Ev.LIST_DEALLOC, addr: this.addr, a: this.length, b: 0 };
  }

  /** list_dealloc's loop, last item first. The dropped pointer is forgotten, as in the machine. */
  dropLast(): Outcome {
    if (!this.dying || this.filled === 0) throw new Error("no item is left to be dropped");
    this.filled -= 1;
    const at = this.array + 8 * this.filled;
    const object = Number(this.memory.read(at));
    this.memory.forget(at, 8);
    const value = this.ints.value(object);
    if (value !== this.filled) throw new Error(`item ${this.filled} is ${value}`);
    if (this.ints.refcnt(object) === 1) {
      this.ints.die(object);
      return { kind: Ev.INT_FREE, addr: object, a: value, b: 0 };
    }
    const count = this.ints.changeCount(object, -1);
    return { kind: Ev.DECREF, addr: object, a: value, b: count };
  }

  /** All items are dropped, and the array is still there. */
  isEmptied(): boolean {
    return this.dying && this.filled === 0 && this.array !== 0;
  }

  /** The module's code has ended: the array of the dead list was given back. */
  settle(): void {
    if (this.filled > 0) throw new Error(`${this.filled} items were not dropped`);
    if (this.array !== 0) this.buffers.give(this.array, this.length * 8);
    this.array = 0;
  }
}
