/** Debian's Firefox over WebDriver BiDi, which it speaks without a driver of its own. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressIn, type Driver, keyActions } from "./driver.ts";

/** WebGL 2 on a machine without a graphics card. */
const SOFTWARE_WEBGL = 'user_pref("webgl.force-enabled", true);\n';

interface Answer {
  id?: number;
  type: string;
  result?: unknown;
  message?: string;
  method?: string;
  params?: { level: string; text: string };
}

export async function openFirefox(display: string, width: number, height: number): Promise<Driver> {
  const profile = await mkdtemp(join(tmpdir(), "rangescope-firefox-"));
  await writeFile(join(profile, "user.js"), SOFTWARE_WEBGL);
  const options = ["--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const browser = spawn("firefox-esr", options, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DISPLAY: display, MOZ_X11_EGL: "1", LIBGL_ALWAYS_SOFTWARE: "1" },
  });
  const address = await addressIn(browser.stderr, /BiDi listening on (ws:\S+)/);
  const complaints: string[] = [];
  const socket = new WebSocket(`${address}/session`);
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    else if (answer.params?.level === "error") complaints.push(answer.params.text);
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  let sent = 0;
  const send = async <T>(method: string, params: object): Promise<T> => {
    const id = ++sent;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.type === "error") throw new Error(`${method}: ${answer.message}`);
    return answer.result as T;
  };
  const { capabilities } = await send<{
    capabilities: { browserName: string; browserVersion: string };
  }>("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const tree = await send<{ contexts: { context: string }[] }>("browsingContext.getTree", {});
  const context = tree.contexts[0]?.context ?? "";
  await send("browsingContext.setViewport", { context, viewport: { width, height } });
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    complaints,
    go: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    evaluate: async (expression) => {
      const told = await send<{ result: { value: string } }>("script.evaluate", {
        target: { context },
        expression: `JSON.stringify(${expression})`,
        awaitPromise: false,
      });
      return JSON.parse(told.result.value ?? "null");
    },
    press: (key) => send("input.performActions", { context, actions: keyActions(key) }),
    picture: async () => {
      const { data } = await send<{ data: string }>("browsingContext.captureScreenshot", {
        context,
      });
      return Buffer.from(data, "base64");
    },
    close: async () => {
      socket.close();
      browser.kill();
      await new Promise((resolve) => browser.once("exit", resolve));
      await rm(profile, { recursive: true, force: true });
    },
  };
}
