/** The mark beside a number: measured, simulated within a bound, estimated. The bound shows on hover and is read out. */
import { MARKS, type Quantity, provenance } from "../instruments/basis.ts";
import { request, summary } from "../state/cells.ts";

/** The mark of a quantity of the run on screen. */
export function Provenance({ of }: { of: Quantity }) {
  const { basis, words } = provenance(of, summary.value?.text ?? "", request.value.malloc);
  return (
    <span class="mark" role="img" aria-label={words} title={words} data-basis={basis}>
      {MARKS[basis]}
    </span>
  );
}
