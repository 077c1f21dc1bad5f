/** A page in another browser than the tests' Chromium, as far as the smoke journey needs one. */
export interface Driver {
  /** The browser's name and version as it tells them itself. */
  version: string;
  /** Errors that the page wrote to its console; null where the protocol does not tell them. */
  complaints: string[] | null;
  go(address: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  press(key: string): Promise<void>;
  /** A PNG of the window. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/** What both protocols call a key that is pressed and let go. */
export function keyActions(key: string): object[] {
  const actions = [
    { type: "keyDown", value: key },
    { type: "keyUp", value: key },
  ];
  return [{ type: "key", id: "keyboard", actions }];
}

/** The address that something prints once it listens. */
export function addressIn(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    stream.on("data", (part) => {
      printed += part;
      const found = pattern.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    stream.on("end", () => reject(new Error(`it ended without an address: ${printed}`)));
  });
}
