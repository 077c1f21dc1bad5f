/**
 * gc.freeze (Modules/gcmodule.c of CPython 3.12; spec 09 section 4): all objects that the collector watches join
 * a permanent generation, which no collection looks at: their heads stay unwritten in a child. Reference counts
 * are not its matter.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { is_defined } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { NUM_GENERATIONS, gc_state, generation } from "./generations";
import { GEN_HEAD, PERMANENT, gc_list_merge, gc_list_size, make_ring, stack_head } from "./lists";
import { FROZEN, recorded_heads_merge } from "./recorded_heads";

function permanent(): u64 {
  const head = stack_head(PERMANENT);
  if (!is_defined(head)) make_ring(head);
  return head;
}

export function gc_freeze(): void {
  enter(Fn.gc_freeze);
  retire(Seg.gc_freeze__begin);
  for (let i: u32 = 0; i < NUM_GENERATIONS; i++) {
    retire(Seg.gc_freeze__generation);
    gc_list_merge(GEN_HEAD(i), permanent());
    generation(i).count = 0;
    gc_state().frozen += generation(i).recorded;
    generation(i).recorded = 0;
    recorded_heads_merge(i, FROZEN);
  }
  leave();
}

export function gc_unfreeze(): void {
  enter(Fn.gc_unfreeze);
  retire(Seg.gc_unfreeze__merge);
  gc_list_merge(permanent(), GEN_HEAD(NUM_GENERATIONS - 1));
  generation(NUM_GENERATIONS - 1).recorded += gc_state().frozen;
  gc_state().frozen = 0;
  recorded_heads_merge(FROZEN, NUM_GENERATIONS - 1);
  leave();
}

export function gc_get_freeze_count(): u64 {
  return gc_list_size(permanent(), gc_state().frozen);
}
