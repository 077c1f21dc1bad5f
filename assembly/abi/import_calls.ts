/** Calls of malloc that the first import of a module makes, as the host writes them (Section.IMPORT_CALL). */
export enum ImportCall {
  MALLOC,
  CALLOC,
  REALLOC,
  FREE,
  /** Ints beyond the small ones that the module's code and dictionary keep: so many. */
  INTS,
}

/** Whose import it is; a module that is there already, but for a buffer. */
export enum ImportedModule {
  known,
  time,
  gc,
  /** The collector's module, which finds no module time and imports it. */
  gc_with_time,
  array,
  random,
}

/** Blocks that an import holds at once, at most. */
export const IMPORT_BLOCKS: u32 = 512;
