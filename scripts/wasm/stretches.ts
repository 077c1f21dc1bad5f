/**
 * A wasm module taken apart into stretches of instructions that run one after another, and put together again with
 * something before each of them, or with some of them left out.
 *
 *   a stretch begins with a function, an arm of an `if`, behind a conditional jump and behind the end of a
 *   block that may have been jumped to; when it never begins, nothing from there to the end of
 *   the block that it lies in runs
 */
import { Reader, Writer } from "./bytes.ts";
import { joined, SECTION, type Section, sectionsOf } from "./sections.ts";

/** A section with nothing in it. */
const EMPTY = Uint8Array.of(0);
const I32 = 0x7f;
const FUNCTION_TYPE = 0x60;
const NO_RESULT = 0x40;
const OP = {
  UNREACHABLE: 0x00,
  BLOCK: 0x02,
  LOOP: 0x03,
  IF: 0x04,
  ELSE: 0x05,
  END: 0x0b,
  BR_IF: 0x0d,
  CALL: 0x10,
  GLOBAL_GET: 0x23,
  GLOBAL_SET: 0x24,
  I32_CONST: 0x41,
  I32_EQZ: 0x45,
} as const;

/** What becomes of the stretches of a module. */
interface Rewrite {
  /** Whether the imported function takes a stretch's number. */
  tellsNumber: boolean;
  /** Numbers that the module gets besides its own, 0 at first: one for each probe. */
  globals: number;
  /** Bytes before a stretch, behind `globals` numbers of the module's own; null leaves the stretch out. */
  before(stretch: number, globals: number): Uint8Array | null;
}

/** The imported function, which has the number 0 in what is put together, is called and does not come back. */
const INSTEAD = [OP.CALL, 0, OP.UNREACHABLE];
const NOTHING = new Uint8Array();

/** The module, calling `part.missing` with the number of each stretch when it is reached for the first time. */
export function probed(module: Uint8Array): Uint8Array<ArrayBuffer> {
  let stretches = 0;
  const count = () => {
    stretches += 1;
    return NOTHING;
  };
  rewritten(module, { tellsNumber: true, globals: 0, before: count });
  return rewritten(module, { tellsNumber: true, globals: stretches, before: probe });
}

function probe(stretch: number, globals: number): Uint8Array {
  const isMet = globals + stretch;
  const out = new Writer().add([OP.GLOBAL_GET]).number(isMet);
  out.add([OP.I32_EQZ, OP.IF, NO_RESULT, OP.I32_CONST, 1, OP.GLOBAL_SET]).number(isMet);
  return out.add([OP.I32_CONST]).signed(stretch).add([OP.CALL, 0, OP.END]).done();
}

/** The module without the stretches that nothing needs: who comes to one calls `part.missing`. */
export function without(
  module: Uint8Array,
  isNeeded: (stretch: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const before = (stretch: number) => (isNeeded(stretch) ? NOTHING : null);
  return rewritten(module, { tellsNumber: false, globals: 0, before });
}

/** The module with the import `part.missing` and each stretch as `rewrite` says. */
function rewritten(module: Uint8Array, rewrite: Rewrite): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(module);
  for (const { id } of sections) {
    if (id === SECTION.ELEMENT || id === SECTION.START || id === SECTION.IMPORT)
      throw new Error(`the machine has a section ${id}, which nobody has thought of`);
  }
  const get = (wanted: number) => sections.find(({ id }) => id === wanted)?.body ?? EMPTY;
  const types = get(SECTION.TYPE);
  const globals = get(SECTION.GLOBAL);
  const own = new Reader(globals).number();
  const changed: Section[] = [
    { id: SECTION.TYPE, body: typeSection(types, rewrite.tellsNumber) },
    { id: SECTION.IMPORT, body: importSection(new Reader(types).number()) },
    { id: SECTION.GLOBAL, body: globalSection(globals, rewrite.globals) },
    { id: SECTION.EXPORT, body: exportSection(get(SECTION.EXPORT)) },
    { id: SECTION.CODE, body: codeSection(get(SECTION.CODE), rewrite, own) },
  ];
  const others = sections.filter(({ id }) => !changed.some((one) => one.id === id));
  return joined([...others, ...changed]);
}

function typeSection(body: Uint8Array, tellsNumber: boolean): Uint8Array {
  const reader = new Reader(body);
  const count = reader.number();
  const parameters = tellsNumber ? [I32] : [];
  return new Writer()
    .number(count + 1)
    .add(body.subarray(reader.at))
    .add([FUNCTION_TYPE, parameters.length, ...parameters, 0])
    .done();
}

function globalSection(body: Uint8Array, more: number): Uint8Array {
  const reader = new Reader(body);
  const count = reader.number();
  const out = new Writer().number(count + more).add(body.subarray(reader.at));
  for (let i = 0; i < more; i++) out.add([I32, 1, OP.I32_CONST, 0, OP.END]);
  return out.done();
}

function importSection(type: number): Uint8Array {
  const name = (text: string) => new TextEncoder().encode(text);
  return new Writer()
    .number(1)
    .sized(name("part"))
    .sized(name("missing"))
    .add([0])
    .number(type)
    .done();
}

/** Exported functions have moved by the imported one. */
function exportSection(body: Uint8Array): Uint8Array {
  const reader = new Reader(body);
  const count = reader.number();
  const out = new Writer().number(count);
  for (let i = 0; i < count; i++) {
    const name = reader.take(reader.number());
    const kind = reader.byte();
    const index = reader.number();
    out
      .sized(name)
      .add([kind])
      .number(kind === 0 ? index + 1 : index);
  }
  return out.done();
}

function codeSection(body: Uint8Array, rewrite: Rewrite, globals: number): Uint8Array {
  const reader = new Reader(body);
  const count = reader.number();
  const out = new Writer().number(count);
  let stretches = 0;
  const begin = () => rewrite.before(stretches++, globals);
  for (let i = 0; i < count; i++) {
    out.sized(new FunctionBody(reader.take(reader.number()), begin).rewritten());
  }
  return out.done();
}

/** One function's instructions on their way from one module to another. */
class FunctionBody {
  private readonly reader: Reader;
  private readonly out = new Writer();
  /** How many blocks deep what is left out began; what lies deeper goes with it. */
  private leftOutAt = Number.POSITIVE_INFINITY;
  private depth = 0;

  constructor(
    body: Uint8Array,
    private readonly beforeNext: () => Uint8Array | null,
  ) {
    this.reader = new Reader(body);
  }

  rewritten(): Uint8Array {
    const { reader } = this;
    const groups = reader.number();
    for (let i = 0; i < groups; i++) {
      reader.skipNumber();
      reader.byte();
    }
    this.out.add(reader.bytes.subarray(0, reader.at));
    this.begin();
    while (reader.at < reader.bytes.length) this.instruction();
    return this.out.done();
  }

  private get isLeftOut(): boolean {
    return this.depth >= this.leftOutAt;
  }

  private begin(): void {
    const before = this.beforeNext();
    if (this.isLeftOut) return;
    this.out.add(before ?? INSTEAD);
    if (before === null) this.leftOutAt = this.depth;
  }

  private copy(from: number): void {
    if (!this.isLeftOut) this.out.add(this.reader.bytes.subarray(from, this.reader.at));
  }

  /** What comes to the arm's or block's end ends what was left out in it, and is not left out itself. */
  private close(from: number): void {
    if (this.depth <= this.leftOutAt) this.leftOutAt = Number.POSITIVE_INFINITY;
    this.copy(from);
  }

  private instruction(): void {
    const { reader } = this;
    const from = reader.at;
    const op = reader.byte();
    switch (op) {
      case OP.BLOCK:
      case OP.LOOP:
      case OP.IF:
        reader.skipNumber();
        this.copy(from);
        this.depth += 1;
        if (op === OP.IF) this.begin();
        break;
      case OP.ELSE:
        this.close(from);
        this.begin();
        break;
      case OP.END:
        this.close(from);
        this.depth -= 1;
        if (reader.at < reader.bytes.length) this.begin();
        break;
      case OP.BR_IF:
        reader.skipNumber();
        this.copy(from);
        this.begin();
        break;
      case OP.CALL: {
        const callee = reader.number() + 1;
        if (!this.isLeftOut) this.out.add([op]).number(callee);
        break;
      }
      default:
        skipImmediates(reader, op);
        this.copy(from);
    }
  }
}

/** Goes behind what belongs to any other instruction. */
function skipImmediates(reader: Reader, op: number): void {
  if (op === 0x0c || (op >= 0x20 && op <= 0x24) || op === 0x41 || op === 0x42) reader.skipNumber();
  else if (op === 0x0e) for (let left = reader.number() + 1; left > 0; left--) reader.skipNumber();
  else if (op >= 0x28 && op <= 0x3e) {
    reader.skipNumber();
    reader.skipNumber();
  } else if (op === 0x3f || op === 0x40) reader.byte();
  else if (op === 0x43) reader.take(4);
  else if (op === 0x44) reader.take(8);
  else if (op === 0xfc) skipBulk(reader);
  else if (![0x00, 0x01, 0x0f, 0x1a, 0x1b].includes(op) && (op < 0x45 || op > 0xc4))
    throw new Error(
      `the machine has an instruction 0x${op.toString(16)}, which nobody has thought of`,
    );
}

function skipBulk(reader: Reader): void {
  const op = reader.number();
  if (op === 10) reader.take(2);
  else if (op === 11) reader.take(1);
  else if (op > 7) throw new Error(`the machine has an instruction 0xfc ${op}`);
}
