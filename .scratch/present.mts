import { buildOf, newMachine } from "../tests/core/support.ts";
import { loadRun } from "../workers/run.ts";
import { readFileSync } from "node:fs";
const m = await newMachine();
for (const build of ["2.7.18-debian-release", "2.7.18-debian-pydebug"]) for (const launch of ["recipe","site"]) for (const f of ["process-list","process-shared-array"]) {
  const text = readFileSync(`public/examples/${f}.py`, "latin1");
  const { measured } = loadRun(m, buildOf(build as never), { buildJson: "", text, launch: launch as never, under: "native", limitIr: null });
  const p = measured.history.processes[0]!;
  let present = 0;
  for (let i = 0; i < p.pages.length; i += 2) { const w = p.pages[i+1]!; if (Number(w >> 60n) === 1) present += Number((w >> 36n) & 0xffffffn); }
  console.log(build, launch, f, 'present at first fork', present, 'cow child', measured.history.processes.slice(1,3).map(q=>q.pages.length/2));
}
