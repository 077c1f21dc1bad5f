/** The builds this page was made with, and how their files are fetched. */
import type { ShownProblem } from "./cells.ts";

declare const __BUILDS__: readonly string[];

/** Names of the files in public/builds/, without `.json`. */
export const BUILDS: readonly string[] = __BUILDS__;

/**
 * The text of a build's JSON, as `program` needs it, or what is wrong with it. What imports leave in
 * memory is fetched for programs that import only (vite.config.ts makes the smaller file).
 */
export async function fetchBuild(
  name: string,
  program: string,
): Promise<{ text: string } | { problem: ShownProblem }> {
  const folder = /\bimport\b/.test(program) ? "builds" : "builds/no-imports";
  const address = new URL(`${folder}/${encodeURIComponent(name)}.json`, document.baseURI);
  let why: string;
  try {
    const response = await fetch(address);
    const text = response.ok ? await response.text() : "";
    if (!response.ok) why = `the server answers ${response.status} for ${address.pathname}`;
    // A static host may answer a missing file with its start page.
    else if (!text.trimStart().startsWith("{")) why = `${address.pathname} holds no JSON object`;
    else return { text };
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  return { problem: buildProblem(name, why) };
}

export function buildProblem(name: string, why: string): ShownProblem {
  const others = BUILDS.filter((build) => build !== name).join(", ");
  return {
    field: "build",
    message: `The build “${name}” cannot be loaded: ${why}.`,
    remedy: `The run shown before stays. Choose another build (${others}), or try again.`,
  };
}
