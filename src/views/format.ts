/** Numbers and addresses as people read them. Thin spaces group digits; a unit always follows. */

const THIN_SPACE = "\u2009";

export function group(value: number | bigint): string {
  return (typeof value === "bigint" ? value : Math.round(value))
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

export function ir(value: number): string {
  return `${group(value)} Ir`;
}

/** Exact below 10 KiB, then in binary units with three digits. */
export function bytes(value: number): string {
  if (value < 10_240) return `${group(value)} B`;
  const units = ["KiB", "MiB", "GiB"];
  let scaled = value;
  let unit = -1;
  do {
    scaled /= 1024;
    unit += 1;
  } while (scaled >= 1000 && unit < units.length - 1);
  return `${scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)} ${units[unit]}`;
}

export function address(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The digits that differ between neighbours; the whole address is shown on hover and in copies. */
export function shortAddress(value: number): string {
  return `…${value.toString(16).padStart(5, "0").slice(-5)}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${group(count)} ${count === 1 ? one : many}`;
}
