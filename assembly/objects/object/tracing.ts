/**
 * Reference tracing (Objects/object.c, CPython 2.7 with Py_TRACE_REFS; spec 01 INT.FROM.7): a pydebug
 * build chains all live objects and checks the chain whenever one is made or dies. The chain's cost
 * is modelled; the words _ob_next and _ob_prev are not (docs/fidelity.md). A release build does
 * nothing here.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { totals } from "../../collectors/totals";
import { clock, enter, leave, retire } from "../../meter/ledger";

/** Whether this build traces references. */
export function traces_refs(): bool {
  return cfg(Cfg.TRACE_REFS) !== 0;
}

/** `times` new objects get a reference count of 1 and join the chain. */
export function _Py_NewReference(times: u64): void {
  totals().births += times * clock().turns;
  if (!traces_refs()) return;
  enter(Fn._Py_NewReference, times);
  retire(Seg._Py_NewReference__count, times);
  enter(Fn._Py_AddToAllObjects, times);
  retire(Seg._Py_AddToAllObjects__insert, times);
  leave();
  leave();
}

/**
 * `times` objects of one type are about to die: a pydebug build calls _Py_Dealloc, which takes them
 * off the chain and then calls the type's own function. Must be followed by `_Py_Dealloc_end`.
 */
export function _Py_Dealloc_begin(times: u64): void {
  totals().deaths += times * clock().turns;
  if (!traces_refs()) return;
  enter(Fn._Py_Dealloc, times);
  retire(Seg._Py_Dealloc__call, times);
  enter(Fn._Py_ForgetReference, times);
  retire(Seg._Py_ForgetReference__unlink, times);
  leave();
}

export function _Py_Dealloc_end(): void {
  if (traces_refs()) leave();
}
