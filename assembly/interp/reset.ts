/** The interpreter before a run: nothing of the run before is left. */
import { console_reset } from "../events/console";
import { loop_reset } from "./ceval/loop";
import { ceval_reset } from "./ceval/state";
import { errors_reset } from "./errors";
import { multiprocessing_reset } from "../modules/multiprocessing/reset";
import { ready_reset } from "../objects/ready";
import { imports_reset } from "./import";
import { process_reset } from "./pythonrun";
import { recursion_reset } from "./recursion";
import { traceback_reset } from "./traceback";
import { attributes_reset } from "../objects/object/attributes";
import { repr_enter_reset } from "../objects/object/repr_enter";
import { codeobject_reset } from "../objects/codeobject";
import { dictobject_reset } from "../objects/dictobject/dictobject";
import { listobject_texts_reset } from "../objects/listobject/subscript";
import { number_reset } from "../objects/abstract/number_convert";
import { boolobject_reset } from "../objects/boolobject";
import { floatobject_reset } from "../objects/floatobject/floatobject";
import { frameobject_reset } from "../objects/frameobject";
import { methodobject_reset } from "../objects/methodobject";
import { methods_reset } from "../objects/methods";
import { special_reset } from "../objects/abstract/special";
import { stdio_reset } from "../libc/stdio";
import { stringobject_reset } from "../objects/stringobject/stringobject";
import { tupleobject_reset } from "../objects/tupleobject/tupleobject";
import { trashcan_reset } from "../objects/object/trashcan";
import { types_reset } from "../objects/types";
import { text_reset } from "../base/text";

/** Forgets the objects of the run before. */
export function reset_objects(): void {
  text_reset();
  types_reset();
  methods_reset();
  attributes_reset();
  repr_enter_reset();
  stringobject_reset();
  stdio_reset();
  special_reset();
  dictobject_reset();
  tupleobject_reset();
  floatobject_reset();
  boolobject_reset();
  number_reset();
  listobject_texts_reset();
  codeobject_reset();
  frameobject_reset();
  methodobject_reset();
}

/** Forgets the interpreter of the run before. */
export function reset_interpreter(): void {
  console_reset();
  errors_reset();
  traceback_reset();
  trashcan_reset();
  recursion_reset();
  imports_reset();
  ready_reset();
  multiprocessing_reset();
  loop_reset();
  ceval_reset();
  process_reset();
}
