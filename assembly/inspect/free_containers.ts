/** What a collector and the free lists of containers hold: the figures that a debugger reads. */
import { FreeContainers } from "../abi/compiler_heap";
import { NUM_GENERATIONS, generation } from "../modules/gcmodule/generations";
import { dict_numfree } from "../objects/dictobject/free_list";
import { list_numfree } from "../objects/listobject/listobject";
import { tuple_numfree } from "../objects/tupleobject/tupleobject";

const table_at: usize = memory.data(<i32>FreeContainers.COUNT * 8, 8);

function put(index: u32, value: f64): void {
  store<f64>(table_at + ((<usize>index) << 3), value);
}

/** Fills and returns the table of `FreeContainers`, 64-bit floats. */
export function free_containers(): usize {
  for (let i: u32 = 0; i < NUM_GENERATIONS; i++) {
    put(FreeContainers.GENERATIONS + i, generation(i).count);
  }
  put(FreeContainers.LISTS, list_numfree());
  put(FreeContainers.DICTS, dict_numfree());
  for (let i: u32 = FreeContainers.TUPLES; i < <u32>FreeContainers.COUNT; i++) {
    put(i, tuple_numfree(i - FreeContainers.TUPLES + 1));
  }
  return table_at;
}
