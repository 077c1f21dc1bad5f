/** The examples that come with the page: a list, and a Python text each. Fetched when asked for. */

export interface Example {
  name: string;
  title: string;
  /** One sentence: what it shows. */
  about: string;
  /** Name of its text in `public/examples/`. */
  file: string;
}

const FOLDER = "examples/";

/** The list, or why it cannot be shown. */
export async function fetchExamples(): Promise<{ examples: Example[] } | { why: string }> {
  const answer = await fetchText("index.json");
  if ("why" in answer) return answer;
  return parseExamples(answer.text);
}

/** The list as its file holds it. */
export function parseExamples(json: string): { examples: Example[] } | { why: string } {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return { why: "the list of examples is no JSON" };
  }
  if (!Array.isArray(list) || !list.every(isExample)) {
    return { why: "the list of examples holds something else" };
  }
  return { examples: list };
}

/** The text of one example, or why it cannot be shown. */
export function fetchExample(example: Example): Promise<{ text: string } | { why: string }> {
  return fetchText(example.file);
}

async function fetchText(file: string): Promise<{ text: string } | { why: string }> {
  const address = new URL(FOLDER + file, document.baseURI);
  try {
    const response = await fetch(address);
    if (!response.ok) return { why: `the server answers ${response.status} for ${file}` };
    const text = await response.text();
    // A static host may answer a missing file with its start page.
    if (text.trimStart().startsWith("<!")) return { why: `${file} is a web page` };
    return { text };
  } catch (error) {
    return { why: `${file} cannot be fetched (${error instanceof Error ? error.message : error})` };
  }
}

function isExample(value: unknown): value is Example {
  if (typeof value !== "object" || value === null) return false;
  const { name, title, about, file } = value as Record<string, unknown>;
  return (
    [name, title, about].every((text) => typeof text === "string" && text !== "") &&
    typeof file === "string" &&
    /^[\w.-]+\.py$/.test(file)
  );
}
