/**
 * What pydebug's allocator wrote around a block and into it (objects/obmalloc/debug.ts): the size, the
 * guards and the serial number, the fill 0xcb of memory that was not written since it was asked for,
 * and the fill 0xdb of a block that its pool got back.
 *
 * An int block has no such words: they follow from its record, whatever number of blocks was made at
 * once. A fill has none either: a word without a defined content inside a decorated block is one.
 */
import { Cfg, Word } from "../abi/layout";
import { cfg } from "../base/config";
import { is_defined, load64 } from "../kernel/words";
import { HEADER } from "../libc/malloc/arena";
import { chunk_before, run_holding } from "../libc/malloc/chunks";
import { GC_HEAD_BYTES } from "../modules/gcmodule/lists";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import { block_address } from "../objects/intobject/groups";
import {
  Api,
  CLEAN_WORD,
  DEAD_WORD,
  DEBUG_HEAD,
  GUARD_TAIL,
  GUARD_WORD,
} from "../objects/obmalloc/debug";
import { POOL_OVERHEAD, block_bytes, pool_of } from "../objects/obmalloc/pools";
import { serial_of } from "../objects/intobject/serials";

/** The guards behind an id. */
const GUARD_MASK: u64 = ~0xff;

/** A word of the debug layer; there is one record, the next answer overwrites it. */
@unmanaged
export class Decorated {
  word: u32;
  value: u64;
}

const decorated_at: usize = memory.data(16, 8);

function answer(word: Word, value: u64): Decorated {
  const d = changetype<Decorated>(decorated_at);
  d.word = word;
  d.value = value;
  return d;
}

/** The int block whose decoration holds `addr`, or NO_BLOCK. */
export function decorated_int_block(addr: u64): u32 {
  if (cfg(Cfg.DEBUG_BYTES) === 0) return NO_BLOCK;
  const behind = block_of(addr + DEBUG_HEAD);
  if (behind !== NO_BLOCK && addr < block_address(behind)) return behind;
  const before = block_of(addr - DEBUG_HEAD);
  if (before === NO_BLOCK || addr < block_address(before)) return NO_BLOCK;
  return addr >= block_address(before) + cfg(Cfg.BLOCK_BYTES) ? before : NO_BLOCK;
}

/** The word at `addr` of the decoration of int block `number`. */
export function int_block_decoration(number: u32, addr: u64): Decorated {
  const within = addr + DEBUG_HEAD - block_address(number);
  const bytes = cfg(Cfg.BLOCK_BYTES);
  if (within === 0) return answer(Word.DEBUG_SIZE, bswap<u64>(bytes));
  if (within === 8) return answer(Word.DEBUG_GUARD, GUARD_WORD | <u64>Api.MEM);
  if (within === DEBUG_HEAD + bytes) return answer(Word.DEBUG_GUARD, GUARD_TAIL);
  const serial = serial_of(number);
  // Requests of the start-up were counted, but which block got which number was not recorded.
  if (serial === 0) return answer(Word.UNKNOWN, 0);
  return answer(Word.DEBUG_SERIAL, bswap<u64>(serial));
}

/** Where a decorated block would begin that holds `addr`: a block of a pool, or a chunk in use. */
function block_start(addr: u64): u64 {
  const pool = pool_of(addr);
  if (pool !== null) {
    const within = addr - pool.base;
    if (within < POOL_OVERHEAD || within >= <u64>pool.nextoffset) return 0;
    const bytes = block_bytes(pool.szidx);
    return addr - ((within - POOL_OVERHEAD) % bytes);
  }
  const run = run_holding(addr);
  if (run === null) return 0;
  const within = (addr - run.start) % run.bytes;
  if (within >= HEADER) return addr - within + HEADER;
  if (within !== 0) return 0;
  // The last word of a chunk's memory is the first one of the next chunk's header.
  const before = chunk_before(addr);
  return before === 0 ? 0 : before + HEADER;
}

/**
 * What an undefined word `within` a decorated block holds: the fill, where everything that C writes there is
 * modelled. The chain of all objects is not, nor what start-up wrote, whose blocks have no serial number here.
 */
function unwritten_word(start: u64, bytes: u64, within: u64): Decorated | null {
  if (!is_defined((start + DEBUG_HEAD + bytes + 8) & ~7)) return null;
  const content = start + DEBUG_HEAD;
  const offset = within - DEBUG_HEAD;
  if ((<u32>load64(start + 8) & 0xff) === Api.MEM) {
    // Floats lie in buffers of that size; they are chained too.
    return bytes === cfg(Cfg.BLOCK_BYTES) ? null : answer(Word.CLEAN, CLEAN_WORD);
  }
  // Two links, the count, the type; or in front of them the collector's links, its count and a pad.
  if (!is_defined(content + 16)) return answer(Word.CLEAN, CLEAN_WORD);
  const collected = !is_defined(content + 24);
  const chain: u64 = collected ? GC_HEAD_BYTES : 0;
  if (offset === chain || offset === chain + 8) return answer(Word.OB_CHAIN, 0);
  return offset < 16 ? null : answer(Word.CLEAN, CLEAN_WORD);
}

/** The word at `addr` as part of a decorated block, or null where the debug layer wrote none there. */
export function decoration(addr: u64): Decorated | null {
  if (cfg(Cfg.DEBUG_BYTES) === 0) return null;
  const start = block_start(addr);
  if (start === 0 || !is_defined(start + 8)) return null;
  const guard = load64(start + 8);
  if (guard === DEAD_WORD) return is_defined(addr) ? null : answer(Word.DEAD, DEAD_WORD);
  if ((guard & GUARD_MASK) !== GUARD_WORD || !is_defined(start)) return null;
  const bytes = bswap<u64>(load64(start));
  const within = addr - start;
  if (within >= DEBUG_HEAD + bytes + DEBUG_HEAD) return null;
  if (!is_defined(addr)) return unwritten_word(start, bytes, within);
  if (within === 0) return answer(Word.DEBUG_SIZE, load64(addr));
  if (within === 8) return answer(Word.DEBUG_GUARD, guard);
  if (within < DEBUG_HEAD + bytes) return null;
  const guards = within < DEBUG_HEAD + bytes + 8;
  return answer(guards ? Word.DEBUG_GUARD : Word.DEBUG_SERIAL, load64(addr));
}
