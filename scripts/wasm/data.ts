/**
 * A module's data in fewer pieces. The compiler drops every run of zeros and begins a new piece behind it, whose
 * address costs more than a few zeros do; each static text begins with several.
 */
import { Reader, Writer } from "./bytes.ts";
import { joined, SECTION, sectionsOf } from "./sections.ts";

/** Zeros between two pieces that become one. */
const GAP_MAX = 16;
const ACTIVE = 0;
const I32_CONST = 0x41;
const END = 0x0b;

interface Piece {
  at: number;
  bytes: Uint8Array;
}

/** The same memory at the start, written in fewer pieces. */
export function withMergedData(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(module);
  const data = sections.find(({ id }) => id === SECTION.DATA);
  if (data === undefined) return module.slice();
  const pieces = merged(piecesOf(data.body));
  const body = new Writer().number(pieces.length);
  for (const { at, bytes } of pieces) {
    body.number(ACTIVE).add([I32_CONST]).signed(at).add([END]).sized(bytes);
  }
  const count = new Writer().number(pieces.length).done();
  return joined(
    sections.map(({ id, body: old }) => {
      if (id === SECTION.DATA) return { id, body: body.done() };
      return { id, body: id === SECTION.DATA_COUNT ? count : old };
    }),
  );
}

function piecesOf(body: Uint8Array): Piece[] {
  const reader = new Reader(body);
  const pieces: Piece[] = [];
  for (let left = reader.number(); left > 0; left--) {
    if (reader.number() !== ACTIVE || reader.byte() !== I32_CONST)
      throw new Error("the machine has data of a kind that nobody has thought of");
    const at = reader.signed();
    reader.byte();
    pieces.push({ at, bytes: reader.take(reader.number()) });
  }
  return pieces.sort((a, b) => a.at - b.at);
}

function merged(pieces: readonly Piece[]): Piece[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && piece.at - last.at - last.bytes.length <= GAP_MAX)
      groups.at(-1)?.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => filled(group));
}

/** The pieces of a group, with the zeros between them. */
function filled(group: readonly Piece[]): Piece {
  const at = group[0]?.at ?? 0;
  const last = group.at(-1);
  const bytes = new Uint8Array((last?.at ?? at) + (last?.bytes.length ?? 0) - at);
  for (const piece of group) bytes.set(piece.bytes, piece.at - at);
  return { at, bytes };
}
