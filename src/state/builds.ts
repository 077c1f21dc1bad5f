/** The builds this page was made with, and how their files are fetched. */
import { type Request, type ShownProblem, summary } from "./cells.ts";

type Wanted = Pick<Request, "build" | "text" | "launch" | "under">;

declare const __BUILDS__: readonly string[];

/** Names of the files in public/builds/, without `.json`. */
export const BUILDS: readonly string[] = __BUILDS__;

/**
 * The text of a build's JSON, as the request needs it, or what is wrong with it. Most programs import
 * nothing and are launched as the window launches them: for those there is a smaller file
 * (src/tables/packed.ts).
 */
export async function fetchBuild({
  build: name,
  text: program,
  launch,
  under,
}: Wanted): Promise<{ text: string } | { problem: ShownProblem }> {
  const isFirst = launch === "recipe" && under === "native" && !/\bimport\b/.test(program);
  const folder = isFirst ? "builds/first" : "builds";
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
    remedy: `${summary.value === null ? "" : "The run shown before stays. "}Choose another build (${others}), or try again.`,
  };
}
