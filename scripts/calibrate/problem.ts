/** What stops a calibration: one clear line for the person, exit status 2. */
export class CalibrateProblem extends Error {
  override name = "CalibrateProblem";
}
