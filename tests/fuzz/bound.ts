/** How much of what the generator writes the machine may answer with "not simulated". */
const REFUSED_SHARE = 0.001;

/** Refused programs that are allowed among so many. */
export function refusedAtMost(programs: number): number {
  return Math.floor(programs * REFUSED_SHARE);
}
