/** Constants as Python 2.7 writes them: `repr` and `str`. */
import type { Constant } from "./code.ts";
import { floatRepr, floatStr } from "./float-text.ts";

/**
 * `repr` of a constant. The address in a code object's repr is left out: there is no address yet.
 */
export function constantRepr(constant: Constant): string {
  switch (constant.type) {
    case "None":
      return "None";
    case "int":
      return String(constant.value);
    case "long":
      return `${constant.value}L`;
    case "float":
      return floatRepr(constant.value);
    case "str":
      return stringRepr(constant.value);
    case "tuple": {
      const items = constant.items.map(constantRepr);
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
    }
    case "code": {
      const { co_name, co_filename, co_firstlineno } = constant.code;
      return `<code object ${co_name}, file "${co_filename}", line ${co_firstlineno}>`;
    }
  }
}

/** `str` of a constant. */
export function constantStr(constant: Constant): string {
  if (constant.type === "str") return constant.value;
  if (constant.type === "long") return String(constant.value);
  return constant.type === "float" ? floatStr(constant.value) : constantRepr(constant);
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Single quotes, unless the text holds one and no double quote. */
function stringRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replace(/[\\'"]|[^ -~]/g, (character) => {
    if (character === "\\" || character === quote) return `\\${character}`;
    if (character === "'" || character === '"') return character;
    const code = character.charCodeAt(0).toString(16).padStart(2, "0");
    return NAMED_ESCAPES[character] ?? `\\x${code}`;
  });
  return quote + escaped + quote;
}
