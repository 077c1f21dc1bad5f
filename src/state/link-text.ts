/**
 * A program inside a link. A plain part is the text, percent-encoded; a packed part is its UTF-8
 * deflated and written in the URL's own base 64; the shorter one is used. What stays too long is left
 * out: the link then names the text by a checksum, and the browser that holds it finds it again.
 */

/** A link's program part is at most this long, so that the whole link stays below 2 kB. */
export const PROGRAM_PART_MAX = 1800;
/** A packed part may stand for at most this many bytes: a short link must not fill the memory. */
const UNPACKED_MAX = 1_000_000;

export type ProgramPart = { name: "text" | "packed" | "local"; value: string };

/** How a link names this text. */
export async function packText(text: string): Promise<ProgramPart> {
  // Longer texts would only be packed in vain.
  if (text.length > 20 * PROGRAM_PART_MAX) return { name: "local", value: checksum(text) };
  const plain = encodeURIComponent(text);
  const packed = await deflate(text);
  if (packed !== null && packed.length < plain.length && packed.length <= PROGRAM_PART_MAX) {
    return { name: "packed", value: packed };
  }
  if (plain.length <= PROGRAM_PART_MAX) return { name: "text", value: plain };
  return { name: "local", value: checksum(text) };
}

/** The text of a packed part, or null when it cannot be unpacked. */
export async function unpackText(packed: string): Promise<string | null> {
  try {
    const base64 = packed.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const reader = through(bytes, new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > UNPACKED_MAX) {
        await reader.cancel();
        return null;
      }
    }
    return text + decoder.decode();
  } catch {
    return null;
  }
}

/** FNV-1a over the UTF-16 code units, 8 hexadecimal digits: tells texts of one person apart. */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Null in a browser that cannot deflate. */
async function deflate(text: string): Promise<string | null> {
  if (!("CompressionStream" in globalThis)) return null;
  try {
    const stream = through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  } catch {
    return null;
  }
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}
