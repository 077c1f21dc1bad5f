import { history } from "../tests/processes/support.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { readFileSync } from "node:fs";
const [file, n, build] = process.argv.slice(2);
const text = readFileSync(file, "latin1").replace(/ITEMS = \d+/, `ITEMS = ${n}`);
const t=Date.now();
const { measured } = await history(text, (build ?? "2.7.18-debian-release") as never);
console.log('ms', Date.now()-t, measured.exit, measured.stdout.slice(0,200));
for (const p of measured.history.processes) {
  const s = p.stats;
  console.log(p.pid, p.parent, 'ir', p.ir, 'anon', s[Stat.RSS_ANON_PAGES], 'shared', s[Stat.RSS_SHARED_PAGES], 'cow', s[Stat.COW_FAULTS], 'zero', s[Stat.ZEROED_PAGES],'faults', s[Stat.FAULTS], 'mmapped', s[Stat.MMAPPED_BYTES], 'heap', s[Stat.HEAP_USED], 'mem', s[Stat.MEMORY_USED], 'runs', p.runs, 'status', p.status, p.log.length);
}
