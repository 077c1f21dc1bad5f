/** What the symbol table asks the allocators for (Python/symtable.c). */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";
import { type Block, HeapDict, HeapList, type HeapLog } from "./heap.ts";
import type { SymbolTable } from "./symtable.ts";

/** sizeof(struct symtable). */
const SYMTABLE_BYTES = 72;

/** Memory of one block's entry. */
interface Entry {
  symbols: HeapDict;
  varnames: HeapList;
  children: HeapList;
  /** Names whose flags are no small int yet (DEF_IMPORT). */
  imported: Set<string>;
}

/** The memory of a whole symbol table while it is built, used and freed. */
export class SymbolHeap {
  private readonly log: HeapLog;
  private readonly struct: Block;
  private readonly stack: HeapList;
  private readonly entriesById: HeapDict;
  private readonly entries = new Map<SymbolTable, Entry>();
  private living = 0;

  constructor(log: HeapLog) {
    this.log = log;
    this.struct = log.take(CompilerCall.BUFFER, SYMTABLE_BYTES);
    this.stack = new HeapList(log);
    this.entriesById = new HeapDict(log);
  }

  /** symtable_enter_block; `outer` is null for the module. */
  enter(table: SymbolTable, outer: SymbolTable | null): void {
    if (outer !== null) this.stack.append();
    const { log } = this;
    // The entry's number is its address, an int.
    this.ints(1);
    this.entries.set(table, {
      symbols: new HeapDict(log),
      varnames: new HeapList(log),
      children: new HeapList(log),
      imported: new Set(),
    });
    this.entriesById.insert();
    if (outer !== null) this.entries.get(outer)?.children.append();
  }

  /** A name that the block did not have; a parameter is in a list as well. */
  name(table: SymbolTable): void {
    this.entries.get(table)?.symbols.insert();
  }

  /** symtable_visit_alias: flags of an imported name. */
  imported(table: SymbolTable, name: string): void {
    const imported = this.entries.get(table)?.imported;
    if (imported?.has(name)) return;
    imported?.add(name);
    this.ints(1);
  }

  /** Ints that live as long as the symbol table does. */
  private ints(count: number): void {
    this.living += count;
    this.log.ints(count);
  }

  parameter(table: SymbolTable): void {
    this.entries.get(table)?.varnames.append();
  }

  /** symtable_exit_block of a function. */
  exit(): void {
    this.stack.pop();
  }

  /** symtable_analyze: the dictionaries that live while the scopes of names are found. */
  analyze(module: SymbolTable): void {
    const free = new HeapDict(this.log);
    const globals = new Names(this.log);
    this.block(module, null, globals);
    free.free();
    globals.dict.free();
  }

  private block(table: SymbolTable, bound: Names | null, globals: Names): void {
    const [local, scope] = [new Names(this.log), new Names(this.log)];
    const [inner, outer] = [new Names(this.log), new Names(this.log)];
    // Names that an inner function takes from here: none, since closures are refused.
    const free = new HeapDict(this.log);
    for (const [name, symbol] of table.symbols) {
      scope.add(name);
      if (symbol.isGlobal) {
        globals.add(name);
        bound?.names.delete(name);
      } else if (symbol.bound) {
        local.add(name);
        globals.names.delete(name);
      }
    }
    if (table.isFunction) inner.update(local);
    if (bound !== null) inner.update(bound);
    outer.update(globals);
    // What all children take from here.
    const allFree = new HeapDict(this.log);
    for (const child of table.children) this.child(child, inner, outer);
    this.updateSymbols(table);
    for (const { dict } of [local, scope, inner, outer]) dict.free();
    free.free();
    allFree.free();
  }

  /** analyze_child_block: an inner function changes copies of what is known around it. */
  private child(table: SymbolTable, bound: Names, globals: Names): void {
    const [boundCopy, globalsCopy] = [new Names(this.log), new Names(this.log)];
    const freeCopy = new HeapDict(this.log);
    boundCopy.update(bound);
    globalsCopy.update(globals);
    this.block(table, boundCopy, globalsCopy);
    for (const { dict } of [boundCopy, globalsCopy]) dict.free();
    freeCopy.free();
  }

  /** update_symbols: with its scope in them the flags of each name are an int of their own. */
  private updateSymbols(table: SymbolTable): void {
    this.ints(table.symbols.size - (this.entries.get(table)?.imported.size ?? 0));
    this.log.ints(1);
    this.log.ints(-1);
  }

  /** PySymtable_Free. */
  free(): void {
    this.ints(-this.living);
    for (const { symbols, varnames, children } of this.entries.values()) {
      symbols.free();
      varnames.free();
      children.free();
    }
    this.entriesById.free();
    this.stack.free();
    this.log.free(this.struct);
  }
}

/** A dictionary of names, with its keys. */
class Names {
  readonly names = new Set<string>();
  readonly dict: HeapDict;

  constructor(log: HeapLog) {
    this.dict = new HeapDict(log);
  }

  add(name: string): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.dict.insert();
  }

  update(other: Names): void {
    const fresh = [...other.names].filter((name) => !this.names.has(name));
    this.dict.merge(other.names.size, fresh.length);
    for (const name of fresh) this.names.add(name);
  }
}
