/** Answers of the machine to many programs, each with a limit of time, a few at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type Answer, type Ends, type Outcome, firstDifference } from "./outcomes.ts";

/** What the answering process is asked. */
export interface Question {
  text: string;
  /** Whether the state at the end is wanted, too. */
  ends: boolean;
}

/** How the machine met a program: an answer, or what broke. */
export type Met = (Answer & { ends?: Ends }) | { broken: string };

/** What is wrong with how the machine met a program; null when it behaved as python2.7. */
export function failureOf(real: Outcome, met: Met | undefined): string | null {
  if (met === undefined) return "broken: no answer";
  return "broken" in met ? `broken: ${met.broken}` : firstDifference(real, met);
}

/** How many programs are under way, how long one may take, and what is wanted. */
export interface AskOptions {
  atOnce: number;
  seconds: number;
  ends?: boolean;
  /** Name of the build; the release build where it is left out. */
  build?: string;
}

const CHILD = join(import.meta.dirname, "answering.ts");

/** The next message of a child, or what happened instead. */
function nextMessage(child: ChildProcess, seconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    const done = (value: unknown) => {
      clearTimeout(timer);
      child.off("message", done);
      child.off("exit", exited);
      resolve(value);
    };
    const exited = (code: number | null) => done({ broken: `the process ended with ${code}` });
    const timer = setTimeout(() => done({ broken: `no answer in ${seconds} s` }), seconds * 1000);
    child.on("message", done);
    child.on("exit", exited);
  });
}

/** Time for a process to load the machine, in seconds. */
const START_SECONDS = 60;

async function start(build: string): Promise<ChildProcess> {
  const child = fork(CHILD, [build], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const first = await nextMessage(child, START_SECONDS);
  if (first !== "ready") throw new Error(`the answering process did not start: ${String(first)}`);
  return child;
}

/** Answers to all texts, in their order. */
export async function answersTo(
  texts: readonly string[],
  { atOnce, seconds, ends = false, build = "2.7.18-debian-release" }: AskOptions,
): Promise<Met[]> {
  const answers: Met[] = [];
  let next = 0;
  async function work(): Promise<void> {
    let child = await start(build);
    for (let i = next++; i < texts.length; i = next++) {
      const question: Question = { text: texts[i] ?? "", ends };
      child.send(question);
      const met = (await nextMessage(child, seconds)) as Met;
      answers[i] = met;
      if ("broken" in met && /no answer|the process/.test(met.broken)) {
        child.kill("SIGKILL");
        child = await start(build);
      }
    }
    child.disconnect();
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, texts.length) }, work));
  return answers;
}
