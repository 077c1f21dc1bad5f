/** Files of the real tools, written from the run on screen and saved by the browser. */
import type { ExportKind } from "../../workers/exports.ts";
import { ask } from "../state/engine.ts";

export type { ExportKind };

/** The name each file gets, and what reads it. */
export const EXPORTS: Record<ExportKind, { file: string; reader: string }> = {
  callgrind: { file: "callgrind.out", reader: "callgrind_annotate and KCachegrind" },
  massif: { file: "massif.out", reader: "ms_print and massif-visualizer" },
  dhat: { file: "dhat.out", reader: "DHAT's viewer, dh_view.html" },
};

/** Saves a file for each process: the first one's under the tool's name, others with their number behind it. */
export async function saveExport(kind: ExportKind): Promise<void> {
  const files = await ask((api) => api.exportFiles(kind), `${EXPORTS[kind].file} is written`);
  for (const [index, { pid, text }] of (files ?? []).entries()) {
    save(index === 0 ? EXPORTS[kind].file : `${EXPORTS[kind].file}.${pid}`, text);
  }
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  // The browser has begun to read it by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
