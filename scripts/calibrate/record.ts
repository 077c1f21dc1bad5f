/** Starts the recorder (scripts/measure/calibrate.py), passes its progress on, and stops it with everything it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { CalibrateProblem } from "./problem.ts";

const SCRIPTS = join(import.meta.dirname, "..", "measure");

/** The recorder that runs, if one does. */
let running: ChildProcess | null = null;

/** Ends the recorder and what it started: it leads a process group of its own. */
export function stopRecording(): void {
  const pid = running?.pid;
  running = null;
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Runs a recorder; `tell` gets its lines of progress. Rejects with its own complaint: the line that
 * begins with "error: ", or its last one.
 */
export function record(
  script: string,
  args: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-B", join(SCRIPTS, script), ...args], {
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    running = child;
    let last = "";
    let rest = "";
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((text) => text.trim() !== "")) {
        last = line;
        if (!line.startsWith("error: ")) tell(line);
      }
    });
    child.on("error", (error) => reject(new CalibrateProblem(error.message)));
    child.on("close", (status, signal) => {
      running = null;
      if (status === 0) resolve();
      else {
        const how = signal === null ? `exit status ${status}` : `signal ${signal}`;
        reject(new CalibrateProblem(last.replace(/^error: /, "") || `the recorder died: ${how}`));
      }
    });
  });
}
