/** The standard streams (Objects/fileobject.c). */
import { not_simulated } from "../base/fault";

export function PyFile_WriteObject(v: u64, file: u64, raw: bool): i32 {
  not_simulated("PyFile_WriteObject");
  return 0;
}

export function PyFile_WriteString(text: string, file: u64): i32 {
  not_simulated("PyFile_WriteString");
  return 0;
}

export function PyFile_SoftSpace(file: u64, flag: i32): i32 {
  not_simulated("PyFile_SoftSpace");
  return 0;
}

export function file_dealloc(op: u64): void {
  not_simulated("file_dealloc");
}

export function file_repr(op: u64): u64 {
  not_simulated("file_repr");
  return 0;
}

export function define_file_methods(): void {
  not_simulated("define_file_methods");
}

export function file_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("file_call");
  return 0;
}

export function PyFile_New(standard: u32): u64 {
  not_simulated("PyFile_New");
  return 0;
}
