/** _Py_Ticker (Python/ceval.c): every so many opcodes the loop looks at signals and at other threads. */
import { Op } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { retire } from "../../meter/ledger";
import { CHECK_INTERVAL, count_tick, r, set_ticker, ticker } from "./state";

/** The loop looks, `times` times. */
export function check_interval(times: u64): void {
  retire(Seg.PyEval_EvalFrameEx__check_interval, times);
}

/** An opcode is dispatched. */
export function tick(): void {
  count_tick();
  const left = ticker() - 1;
  // A try: finally: block is entered before anything may interrupt it.
  const guarded = load<u8>(r().bytes + <usize>r().next_instr) === <u8>Op.SETUP_FINALLY;
  if (left >= 0 || guarded) {
    set_ticker(left);
    return;
  }
  check_interval(1);
  set_ticker(CHECK_INTERVAL);
}
