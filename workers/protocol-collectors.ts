/** What may be asked about the memory manager of a run (docs/collectors.md). */

/** A setting of a manager's heap. */
export interface ManagerSetting {
  name: "threshold" | "growth" | "countArrays" | "granularity" | "nursery";
  least: number;
  most: number;
  /** Its value when nobody chose one. */
  usual: number;
  values?: readonly number[];
  /** It must be a multiple of this, where it is given. */
  step?: number;
  meaning: string;
}

/** A memory manager that a run may have. */
export interface ManagerInfo {
  name: string;
  title: string;
  about: string;
  /** Whether its instructions are calibrated against a real interpreter, or estimated. */
  basis: "calibrated" | "estimated";
}

/** What the open run's manager did, in the whole run and up to the instant on screen. */
export interface ManagerFigures {
  name: string;
  basis: "calibrated" | "estimated";
  collections: number;
  /** Instructions of each collection. */
  pauses: Float64Array;
  writes: { refcount: number; mark: number; link: number; barrier: number };
  freed: number;
  /** When the process began: bytes of the heap and of anonymous mappings, pages of address space. */
  start: { heapBytes: number; vmsPages: number };
  /** Instructions of the run at the lowest, typical and highest price of its steps; null: calibrated. */
  estimate: { low: number; typical: number; high: number } | null;
  /** At the instant: collections so far, objects that are there, bytes allocated since the last one. */
  now: { collections: number; live: number; since: number; freed: number };
  /** The collection under way at the instant: instructions since it began, objects on the mark front. */
  running: { phase: "marks" | "sweeps"; pauseSoFar: number; front: number } | null;
  /** Objects that a full collection would free at the instant; null where one is half made. */
  waiting: number | null;
  /** Lists of range() that are in no memory at the instant, and how many a write brought there; null elsewhere. */
  ranges: { lazy: number; writtenOut: number } | null;
  /** Collections that were asked for, up to the instant. */
  forced: number;
  /** Bytecodes up to the instant: the position that two managers have in common. */
  bytecodes: number;
  /** Pages that each child copied until its end. */
  copied: { pid: number; pages: number }[];
}

export interface CollectorApi {
  managers(): Promise<{ managers: ManagerInfo[]; settings: ManagerSetting[] }>;
  managerFigures(): Promise<ManagerFigures>;
}
