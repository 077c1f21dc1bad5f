/** What the turns of a stride append to a list: references, to ints that each turn makes or to what is there. */
import { Fn } from "../../../abi/functions";
import { store64, load64 } from "../../../kernel/words";
import { clock, enter, leave } from "../../../meter/ledger";
import { slot_address, slots } from "../../../objects/intobject/blocks";
import { keep_slot, made_block, made_slot, take_ahead } from "../../../objects/intobject/intobject";
import { PyList_GET_ITEM } from "../../../objects/listobject/access";
import { iterator_index, iterator_list } from "../../../objects/listobject/iter";
import { ob_item, ob_size } from "../../../objects/listobject/listobject";
import { add_references } from "../../../objects/object/refcount";
import { peek } from "../state";
import { polynomial_at } from "./polynomial";
import { SOME_ITEM, appended, appends_made, turn } from "./turn";
import { Kind, law } from "./values";

/** `turns` appends; nothing but new blocks is counted here. Before the iterator moves. */
export function skip_appends(turns: u64): void {
  const list = turn().list;
  if (list === 0) return;
  const size = load64(ob_size(list));
  const at = load64(ob_item(list)) + size * 8;
  clock().turns = 0;
  if (appends_made()) append_made(at, turns);
  else if (appended().kind === Kind.ITEM || appended().object === SOME_ITEM)
    append_items(at, turns);
  else append_same(at, turns, appended().object);
  clock().turns = 1;
  store64(ob_size(list), size + turns);
}

/** Each turn appends the item that the iterator yields. */
function append_items(at: u64, turns: u64): void {
  const source = iterator_list(peek(1));
  const index = iterator_index(peek(1));
  for (let i: u64 = 0; i < turns; i++) {
    const item = PyList_GET_ITEM(source, index + i);
    add_references(item, 1);
    store64(at + i * 8, item);
  }
}

function append_same(at: u64, turns: u64, op: u64): void {
  add_references(op, turns);
  for (let i: u64 = 0; i < turns; i++) store64(at + i * 8, op);
}

/** Each turn appends an int that it makes. The next turn, which runs, finds a free slot as these did. */
function append_made(at: u64, turns: u64): void {
  // New blocks belong to who asks for an int in a turn that runs.
  clock().turns = 1;
  if (turn().by_iterator !== 0) enter(Fn.rangeiter_next, 0);
  clock().turns = 0;
  const values = law(appended());
  let done: u64 = 0;
  while (done < turns) {
    const count = take_ahead(polynomial_at(values, <i64>done), values.d, turns - done);
    let number = made_block();
    let slot = made_slot();
    for (let i: u64 = 0; i < count; i++) {
      store64(at + (done + i) * 8, slot_address(number, slot));
      if (slot === 0) {
        number += 1;
        slot = slots();
      }
      slot -= 1;
    }
    done += count;
  }
  clock().turns = 1;
  keep_slot();
  if (turn().by_iterator !== 0) leave();
}
