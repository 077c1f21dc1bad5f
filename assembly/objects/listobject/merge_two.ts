/** Merging two runs in place, from below or from above (Objects/listobject.c: merge_lo, merge_hi). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { is_less } from "./sort";
import { ms, merge_getmem, merge_nesting, temp, get, put, move, MIN_GALLOP } from "./merge_state";
import { gallop_left, gallop_right } from "./gallop";

/** How a merge goes on: further, or with what is left of one run. */
enum Left {
  BOTH,
  /** One run is used up. */
  NONE,
  /** One item of the temporary array is left: it goes last (first, from above). */
  ONE,
  FAILED,
}

/** A merge: what is left of both runs and where the next item goes. */
@unmanaged
class Cursor {
  a: u64;
  na: i64;
  b: u64;
  nb: i64;
  dest: u64;
  base_a: u64;
  base_b: u64;
  acount: i64;
  bcount: i64;
}

const CURSOR_BYTES: usize = 72;
const cursors_at: usize = memory.data(72 * 64, 8);

function cursor(): Cursor {
  return changetype<Cursor>(cursors_at + <usize>(merge_nesting() - 1) * CURSOR_BYTES);
}

/** Merges from below: the shorter run a is in the temporary array. */
export function merge_lo(a: u64, na: i64, b: u64, nb: i64): bool {
  enter(Fn.merge_lo);
  retire(Seg.merge_lo__begin);
  merge_getmem(na);
  move(temp(), a, na);
  const c = cursor();
  c.a = temp();
  c.na = na;
  c.b = b;
  c.nb = nb;
  c.dest = a;
  let left = take_b();
  if (left === Left.BOTH && c.na === 1) left = Left.ONE;
  while (left === Left.BOTH) left = lo_one_by_one();
  if (left === Left.ONE) {
    retire(Seg.merge_lo__copy_b);
    move(c.dest, c.b, c.nb);
    put(c.dest + <u64>c.nb * 8, get(c.a));
  } else if (c.na > 0) {
    retire(Seg.merge_lo__copy_a);
    move(c.dest, c.a, c.na);
  }
  leave();
  return left !== Left.FAILED;
}

function take_a(): Left {
  const c = cursor();
  put(c.dest, get(c.a));
  c.dest += 8;
  c.a += 8;
  c.na -= 1;
  return c.na === 1 ? Left.ONE : Left.BOTH;
}

function take_b(): Left {
  const c = cursor();
  put(c.dest, get(c.b));
  c.dest += 8;
  c.b += 8;
  c.nb -= 1;
  return c.nb === 0 ? Left.NONE : Left.BOTH;
}

/** Item by item until one run wins often, then by galloping. */
function lo_one_by_one(): Left {
  const c = cursor();
  c.acount = 0;
  c.bcount = 0;
  const enough = ms().min_gallop;
  while (c.acount < enough && c.bcount < enough) {
    retire(Seg.merge_lo__compare);
    const less = is_less(get(c.b), get(c.a));
    if (less < 0) return Left.FAILED;
    const left = less > 0 ? take_b() : take_a();
    c.bcount = less > 0 ? c.bcount + 1 : 0;
    c.acount = less > 0 ? 0 : c.acount + 1;
    if (left !== Left.BOTH) return left;
  }
  ms().min_gallop += 1;
  do {
    const left = lo_gallop();
    if (left !== Left.BOTH) return left;
  } while (c.acount >= MIN_GALLOP || c.bcount >= MIN_GALLOP);
  ms().min_gallop += 1;
  return Left.BOTH;
}

function lo_gallop(): Left {
  const c = cursor();
  retire(Seg.merge_lo__gallop);
  if (ms().min_gallop > 1) ms().min_gallop -= 1;
  c.acount = gallop_right(get(c.b), c.a, c.na, 0);
  if (c.acount < 0) return Left.FAILED;
  if (c.acount > 0) {
    move(c.dest, c.a, c.acount);
    c.dest += <u64>c.acount * 8;
    c.a += <u64>c.acount * 8;
    c.na -= c.acount;
    if (c.na === 1) return Left.ONE;
    if (c.na === 0) return Left.NONE;
  }
  if (take_b() === Left.NONE) return Left.NONE;
  c.bcount = gallop_left(get(c.a), c.b, c.nb, 0);
  if (c.bcount < 0) return Left.FAILED;
  if (c.bcount > 0) {
    move(c.dest, c.b, c.bcount);
    c.dest += <u64>c.bcount * 8;
    c.b += <u64>c.bcount * 8;
    c.nb -= c.bcount;
    if (c.nb === 0) return Left.NONE;
  }
  return take_a();
}

/** Merges from above: the shorter run b is in the temporary array. */
export function merge_hi(a: u64, na: i64, b: u64, nb: i64): bool {
  enter(Fn.merge_hi);
  retire(Seg.merge_hi__begin);
  merge_getmem(nb);
  move(temp(), b, nb);
  const c = cursor();
  c.dest = b + <u64>(nb - 1) * 8;
  c.base_a = a;
  c.base_b = temp();
  c.b = c.base_b + <u64>(nb - 1) * 8;
  c.a = a + <u64>(na - 1) * 8;
  c.na = na;
  c.nb = nb;
  let left = take_a_down();
  if (left === Left.BOTH && c.nb === 1) left = Left.ONE;
  while (left === Left.BOTH) left = hi_one_by_one();
  if (left === Left.ONE) {
    retire(Seg.merge_hi__copy_a);
    c.dest -= <u64>c.na * 8;
    c.a -= <u64>c.na * 8;
    move(c.dest + 8, c.a + 8, c.na);
    put(c.dest, get(c.b));
  } else if (c.nb > 0) {
    retire(Seg.merge_hi__copy_b);
    move(c.dest - <u64>(c.nb - 1) * 8, c.base_b, c.nb);
  }
  leave();
  return left !== Left.FAILED;
}

function take_a_down(): Left {
  const c = cursor();
  put(c.dest, get(c.a));
  c.dest -= 8;
  c.a -= 8;
  c.na -= 1;
  return c.na === 0 ? Left.NONE : Left.BOTH;
}

function take_b_down(): Left {
  const c = cursor();
  put(c.dest, get(c.b));
  c.dest -= 8;
  c.b -= 8;
  c.nb -= 1;
  return c.nb === 1 ? Left.ONE : Left.BOTH;
}

function hi_one_by_one(): Left {
  const c = cursor();
  c.acount = 0;
  c.bcount = 0;
  const enough = ms().min_gallop;
  while (c.acount < enough && c.bcount < enough) {
    retire(Seg.merge_hi__compare);
    const less = is_less(get(c.b), get(c.a));
    if (less < 0) return Left.FAILED;
    const left = less > 0 ? take_a_down() : take_b_down();
    c.acount = less > 0 ? c.acount + 1 : 0;
    c.bcount = less > 0 ? 0 : c.bcount + 1;
    if (left !== Left.BOTH) return left;
  }
  ms().min_gallop += 1;
  do {
    const left = hi_gallop();
    if (left !== Left.BOTH) return left;
  } while (c.acount >= MIN_GALLOP || c.bcount >= MIN_GALLOP);
  ms().min_gallop += 1;
  return Left.BOTH;
}

function hi_gallop(): Left {
  const c = cursor();
  retire(Seg.merge_hi__gallop);
  if (ms().min_gallop > 1) ms().min_gallop -= 1;
  const keep_a = gallop_right(get(c.b), c.base_a, c.na, c.na - 1);
  if (keep_a < 0) return Left.FAILED;
  c.acount = c.na - keep_a;
  if (c.acount > 0) {
    c.dest -= <u64>c.acount * 8;
    c.a -= <u64>c.acount * 8;
    move(c.dest + 8, c.a + 8, c.acount);
    c.na -= c.acount;
    if (c.na === 0) return Left.NONE;
  }
  if (take_b_down() === Left.ONE) return Left.ONE;
  const keep_b = gallop_left(get(c.a), c.base_b, c.nb, c.nb - 1);
  if (keep_b < 0) return Left.FAILED;
  c.bcount = c.nb - keep_b;
  if (c.bcount > 0) {
    c.dest -= <u64>c.bcount * 8;
    c.b -= <u64>c.bcount * 8;
    move(c.dest + 8, c.b + 8, c.bcount);
    c.nb -= c.bcount;
    if (c.nb === 1) return Left.ONE;
    if (c.nb === 0) return Left.NONE;
  }
  return take_a_down();
}
