/** WebKitGTK's small browser, Safari's engine, over classic WebDriver. */
import { spawn } from "node:child_process";
import { type Driver, keyActions } from "./driver.ts";

const PORT = 14_444;
const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/** Height of the window's own bar. */
const BAR = 38;

export async function openWebKit(display: string, width: number, height: number): Promise<Driver> {
  const driver = spawn("WebKitWebDriver", [`--port=${PORT}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      LIBGL_ALWAYS_SOFTWARE: "1",
      // Containers have no user namespaces to make a sandbox from.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${PORT}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T };
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value;
  };
  await untilItListens(() => call("GET", "/status"));
  const { sessionId, capabilities } = await call<{
    sessionId: string;
    capabilities: { browserName: string; browserVersion: string };
  }>("POST", "/session", {
    capabilities: {
      alwaysMatch: {
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] },
      },
    },
  });
  const session = `/session/${sessionId}`;
  await call("POST", `${session}/window/rect`, { width, height: height + BAR });
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    complaints: null,
    go: (url) => call("POST", `${session}/url`, { url }),
    evaluate: async (expression) => {
      const script = `return JSON.stringify(${expression});`;
      const told = await call<string | null>("POST", `${session}/execute/sync`, {
        script,
        args: [],
      });
      return JSON.parse(told ?? "null");
    },
    press: (key) => call("POST", `${session}/actions`, { actions: keyActions(key) }),
    picture: async () => Buffer.from(await call<string>("GET", `${session}/screenshot`), "base64"),
    close: async () => {
      await call("DELETE", session);
      driver.kill();
    },
  };
}

async function untilItListens(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
