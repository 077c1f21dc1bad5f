/** Many items at a constant pace leave a list: `del x[::k]`, far from any stop (Objects/listobject.c). */
import { touch_write } from "../../kernel/fault";
import { word_at, words_left } from "../../kernel/words";
import { set_aside } from "./aside";

/** Where the words from an address on lie in the machine's memory, page by page. */
@unmanaged
class Walk {
  addr: u64;
  at: usize;
  /** Words that are left of the page. */
  left: u64;
}

const reader_at: usize = memory.data(24, 8);
const writer_at: usize = memory.data(24, 8);

function start(at: usize, addr: u64): Walk {
  const w = changetype<Walk>(at);
  w.addr = addr;
  w.left = 0;
  return w;
}

/** Where the next word lies. */
function next(w: Walk): usize {
  if (w.left === 0) {
    w.at = word_at(w.addr);
    w.left = words_left(w.addr);
  }
  const at = w.at;
  w.at += 8;
  w.left -= 1;
  w.addr += 8;
  return at;
}

/**
 * Items index, index + pace ... are set aside, `count` of them, and those between move down to where `gap`
 * items are missing already. The array of `size` items is kept as words.
 */
export function delete_many(
  items: u64,
  index: i64,
  pace: i64,
  gap: i64,
  count: u64,
  size: i64,
): void {
  const from = start(reader_at, items + <u64>index * 8);
  const first = items + <u64>(index - gap) * 8;
  const to = start(writer_at, first);
  for (let i: u64 = 0; i < count; i++) {
    set_aside(load<u64>(next(from)));
    const at = index + <i64>i * pace;
    const between = at + pace >= size ? size - at - 1 : pace - 1;
    for (let k: i64 = 0; k < between; k++) store<u64>(next(to), load<u64>(next(from)));
  }
  if (to.addr > first) touch_write(first, to.addr - first);
}
