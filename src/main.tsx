/** Wiring only: checks what the browser can do, starts the worker, opens the link, shows the window. */
import { render } from "preact";
import { fault, waiting } from "./state/cells.ts";
import { setPacer, startWorker } from "./state/engine.ts";
import { followLink } from "./state/link-sync.ts";
import { App } from "./views/App.tsx";
import { nextFrame } from "./views/frame.ts";
import { listenToKeys } from "./views/keys.ts";
import { NoWebAssembly } from "./views/Messages.tsx";
import { followTheme } from "./views/theme.ts";
import "./views/theme.css";
import "./views/frame.css";
import "./views/panels.css";
import "./views/instruments.css";
import "./views/source.css";
import "./views/map.css";
import "./views/small.css";

function start(root: HTMLElement): void {
  followTheme();
  if (typeof WebAssembly !== "object") {
    render(<NoWebAssembly />, root);
    return;
  }
  setPacer(nextFrame);
  startWorker();
  render(<App />, root);
  listenToKeys();
  followLink().catch((error: unknown) => {
    waiting.value = null;
    fault.value = error instanceof Error ? error.message : String(error);
  });
}

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element #app");
start(root);
