/** Saves the run as a file of a real tool. */
import { useState } from "preact/hooks";
import { EXPORTS, type ExportKind, saveExport } from "./save.ts";

export function SaveButton({ kind }: { kind: ExportKind }) {
  const [isBusy, setBusy] = useState(false);
  const { file, reader } = EXPORTS[kind];
  return (
    <button
      type="button"
      data-testid={`save-${kind}`}
      disabled={isBusy}
      title={`Save the whole run as ${file}, for ${reader}`}
      onClick={() => {
        setBusy(true);
        void saveExport(kind).finally(() => setBusy(false));
      }}
    >
      {isBusy ? "counting" : `save ${file}`}
    </button>
  );
}
