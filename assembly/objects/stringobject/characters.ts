/** Classes of bytes in the C locale (ctype.h). */

/** isspace: blank, \t \n \v \f \r. */
export function is_space(c: u8): bool {
  return c === 0x20 || (c >= 0x09 && c <= 0x0d);
}

export function is_digit(c: u8): bool {
  return c >= 0x30 && c <= 0x39;
}

export function is_upper(c: u8): bool {
  return c >= 0x41 && c <= 0x5a;
}

export function is_lower(c: u8): bool {
  return c >= 0x61 && c <= 0x7a;
}

export function is_alpha(c: u8): bool {
  return is_upper(c) || is_lower(c);
}

export function is_alnum(c: u8): bool {
  return is_alpha(c) || is_digit(c);
}

/** What upper and lower case letters differ in. */
const CASE_BIT: u8 = 0x20;

export function to_upper(c: u8): u8 {
  return is_lower(c) ? c - CASE_BIT : c;
}

export function to_lower(c: u8): u8 {
  return is_upper(c) ? c + CASE_BIT : c;
}
