/** The parts of a wasm module. */
import { Reader, Writer } from "./bytes.ts";

export const SECTION = {
  TYPE: 1,
  IMPORT: 2,
  GLOBAL: 6,
  EXPORT: 7,
  START: 8,
  ELEMENT: 9,
  CODE: 10,
  DATA: 11,
  DATA_COUNT: 12,
} as const;

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export interface Section {
  id: number;
  body: Uint8Array;
}

export function sectionsOf(module: Uint8Array): Section[] {
  const reader = new Reader(module, HEADER.length);
  const sections: Section[] = [];
  while (reader.at < module.length) {
    const id = reader.byte();
    sections.push({ id, body: reader.take(reader.number()) });
  }
  return sections;
}

/** A module of these sections, each at its place. */
export function joined(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const out = new Writer().add(HEADER);
  const inOrder = [...sections].sort((a, b) => placeOf(a.id) - placeOf(b.id));
  for (const { id, body } of inOrder) out.add([id]).sized(body);
  return out.done();
}

/** The number of data segments stands before the code. */
function placeOf(id: number): number {
  return id === SECTION.DATA_COUNT ? SECTION.CODE - 1 / 2 : id;
}
