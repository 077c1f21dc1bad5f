/** Collections that a person asks for, as the host hands them to the machine (assembly/collectors/forced.ts). */
import { FORCED_MAX } from "../assembly/abi/collectors.ts";
import type { CoreExports } from "./core.ts";

export class Forced {
  /** `changed` is called before runs are other ones than before. */
  constructor(
    private readonly core: CoreExports,
    private readonly changed: () => void,
  ) {}

  /** Full collections of the runs that follow: each before the bytecode after so many. */
  at(bytecodes: readonly number[]): void {
    this.changed();
    const at = this.core.forced(bytecodes.length);
    new BigUint64Array(this.core.memory.buffer, at, FORCED_MAX).set(bytecodes.map(BigInt));
  }

  /**
   * Objects that a full collection would free where the machine is parked: null in the middle of a step, where an
   * object may be half made. The machine stands nowhere afterwards.
   */
  garbage(): number | null {
    try {
      return this.core.garbage();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) return null;
      throw error;
    }
  }
}
