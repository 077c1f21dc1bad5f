/**
 * The map's outermost level: the machine. One lane a process, each page by the owner of its frame; zooming in
 * (plus, a double click, a lane's link) leads to the address space of one process.
 */
import { useEffect } from "preact/hooks";
import { machineOpen, selection } from "../../state/cells.ts";
import { chooseProcess, followFamily, wantPages } from "../../state/family.ts";
import { Lanes } from "../processes/Lanes.tsx";
import { showAddress } from "./commands.ts";
import "../processes/processes.css";
import "./machine.css";

async function open(pid: number, addr: number | null): Promise<void> {
  await chooseProcess(pid);
  machineOpen.value = false;
  if (addr === null) return;
  selection.value = addr;
  showAddress(addr);
}

export function Machine() {
  useEffect(followFamily, []);
  useEffect(wantPages, []);
  return (
    <section class="machine" aria-label="The machine: pages of all processes" data-testid="machine">
      <div class="with-button">
        <h2>
          The machine, process by process <span title="simulated">◐</span>
        </h2>
        <button
          type="button"
          title="Back to one address space (V, +)"
          onClick={() => {
            machineOpen.value = false;
          }}
        >
          one process
        </button>
      </div>
      <Lanes open={(pid, addr) => void open(pid, addr)} />
    </section>
  );
}
