/**
 * What making a pickle does to the sender's memory (Modules/cPickle.c, cStringIO.c; spec 08 section 3): the
 * pickle grows in a buffer that doubles from 128 bytes; then a str of its length is made of it.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { touch_write } from "../../kernel/fault";
import { free, malloc } from "../../libc/malloc/malloc";
import { realloc } from "../../libc/malloc/realloc";
import { enter, leave, retire } from "../../meter/ledger";

const FIRST_BUFFER: u64 = 128;
/** sizeof(PyStringObject) of a release build, a NUL included. */
const STRING_BYTES: u64 = 37;

/**
 * What making a pickle of `bytes` does to the sender's memory. Returns the str, which is the caller's:
 * drop_pickle gives it back.
 */
export function make_pickle(bytes: u64): u64 {
  enter(Fn.cpm_dumps);
  retire(Seg.cpm_dumps__grow_buffer);
  let room = FIRST_BUFFER;
  let buffer = malloc(room);
  let written: u64 = 0;
  while (bytes >= room) {
    touch_write(buffer + written, room - written);
    written = room;
    room *= 2;
    buffer = realloc(buffer, room);
  }
  touch_write(buffer + written, bytes - written + 1);
  const result = malloc(bytes + STR_HEAD());
  touch_write(result, bytes + STR_HEAD());
  free(buffer, 1);
  leave();
  return result;
}

export function drop_pickle(string: u64): void {
  free(string, 1);
}

/** sizeof(PyStringObject) and what a debug build adds. */
export function STR_HEAD(): u64 {
  return cfg(Cfg.REFCNT_OFFSET) + STRING_BYTES + cfg(Cfg.DEBUG_BYTES);
}
