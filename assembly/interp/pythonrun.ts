/**
 * The life of the process (Python/pythonrun.c, Modules/main.c): start-up, compiling, the module's
 * code, exit. Start-up, compiling and most of exit are recorded stretches of the clock: the state
 * they leave is loaded (entry.ts), their instructions are counted at once.
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { Phase } from "../abi/stop";
import { cfg } from "../base/config";
import { emit } from "../events/ring";
import { mp_ } from "../libc/malloc/arena";
import { clock, enter, leave, retire, retire_recorded, sample } from "../meter/ledger";
import { drop_references } from "../objects/intobject/intobject";
import { PyInt_ClearFreeList, PyInt_Fini } from "../objects/intobject/PyInt_ClearFreeList";
import { PyEval_EvalCode } from "./ceval";

function begin(phase: Phase): void {
  clock().phase = phase;
  emit(Ev.PHASE, 0, phase, 0);
  sample(true);
}

/** Runs the process from its first instruction to its last. */
export function run_process(): void {
  begin(Phase.START);
  enter(Fn.main);
  enter(Fn.Py_Main);
  retire_recorded(Seg.Py_Main__recorded_start, cfg(Cfg.RECORDED_START));
  enter(Fn.PyRun_AnyFileExFlags);
  enter(Fn.PyRun_SimpleFileExFlags);
  enter(Fn.PyRun_FileExFlags);
  begin(Phase.COMPILE);
  retire_recorded(Seg.PyRun_FileExFlags__recorded_compile, cfg(Cfg.RECORDED_COMPILE));
  enter(Fn.run_mod);
  begin(Phase.RUN);
  PyEval_EvalCode();
  begin(Phase.EXIT);
  // The code object dies, and with it its constant: a recorded stretch, whose end state is made here.
  if (cfg(Cfg.CONSTANT_ADDR) !== 0) {
    drop_references(cfg(Cfg.CONSTANT_ADDR), cfg(Cfg.CONSTANT_REFERENCES));
  }
  leave();
  leave();
  leave();
  leave();
  Py_Finalize();
  leave();
  leave();
  begin(Phase.ENDED);
}

function Py_Finalize(): void {
  enter(Fn.Py_Finalize);
  retire_recorded(Seg.Py_Finalize__recorded_before_collect, cfg(Cfg.RECORDED_EXIT_BEFORE_COLLECT));
  enter(Fn.PyGC_Collect);
  enter(Fn.collect);
  enter(Fn.clear_freelists);
  PyInt_ClearFreeList();
  leave();
  leave();
  leave();
  retire_recorded(Seg.Py_Finalize__recorded_before_fini, cfg(Cfg.RECORDED_EXIT_BEFORE_FINI));
  // Each of the frees that were recorded tests once more where the heap ends, if it is contiguous.
  if (mp_().contiguous !== 0) retire(Seg.Py_Finalize__recorded_contiguous_tests);
  PyInt_Fini();
  retire_recorded(Seg.Py_Finalize__recorded_end, cfg(Cfg.RECORDED_EXIT_END));
  leave();
}
