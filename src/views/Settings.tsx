/** The settings of a run behind a button. */
import { layer } from "../state/cells.ts";
import { Lazy } from "./Lazy.tsx";

function loadFields() {
  return import("./SettingsFields.tsx").then(({ SettingsFields }) => SettingsFields);
}

export function Settings() {
  const isOpen = layer.value === "settings";
  return (
    <div class="settings">
      <button
        type="button"
        title="How the program is run (,)"
        aria-expanded={isOpen}
        onClick={() => {
          layer.value = isOpen ? null : "settings";
        }}
      >
        settings
      </button>
      {isOpen && (
        <div class="popover">
          <Lazy name="settings" load={loadFields} />
        </div>
      )}
    </div>
  );
}
