/** Reading and writing the numbers that a wasm module's bytes are made of. */

/** Goes through bytes. */
export class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new Error("the module ends in the middle of something");
    this.at += 1;
    return value;
  }

  /** An unsigned number of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** A signed number of at most 32 bits. */
  signed(): number {
    const from = this.at;
    const value = this.number();
    const bits = 7 * (this.at - from);
    const sign = 2 ** (bits - 1);
    return value >= sign ? value - 2 * sign : value;
  }

  /** A number of any length, which nobody needs the value of. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  take(count: number): Uint8Array {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

/** Collects bytes. */
export class Writer {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  add(part: ArrayLike<number>): this {
    if (this.length + part.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + part.length));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(part, this.length);
    this.length += part.length;
    return this;
  }

  number(value: number): this {
    const parts: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) parts.push((rest % 0x80) + 0x80);
    return this.add([...parts, rest]);
  }

  /** As the constant of an instruction. */
  signed(value: number): this {
    const parts: number[] = [];
    let rest = value;
    for (; rest < -64 || rest > 63; rest = Math.floor(rest / 0x80))
      parts.push((rest & 0x7f) | 0x80);
    return this.add([...parts, rest & 0x7f]);
  }

  /** Something behind its own length. */
  sized(part: Uint8Array): this {
    return this.number(part.length).add(part);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}
