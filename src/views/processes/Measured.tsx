/** Figures of real processes beside the simulated ones, for the examples that have such. */
export function Measured() {
  return <p class="quiet">No figures were measured for this program.</p>;
}
