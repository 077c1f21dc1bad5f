/** The mark beside a function's figures, with the bound behind it. */
import { FUNCTION_BASIS, MARKS } from "../../instruments/basis.ts";
import { basisOf } from "./data.ts";

export function FunctionMark({ name }: { name: string }) {
  const basis = basisOf(name);
  return (
    <span class="mark" title={FUNCTION_BASIS[basis]} role="img" aria-label={FUNCTION_BASIS[basis]}>
      {MARKS[basis]}
    </span>
  );
}
