/** Numbers of the library's functions and methods in the method table, by the file that owns them. */
import { LIBRARY_FUNCTIONS } from "../../objects/methods";

/** Functions of the package itself. */
export const PACKAGE: u32 = LIBRARY_FUNCTIONS;
export const SYNCHRONIZE: u32 = LIBRARY_FUNCTIONS + 20;
export const PROCESS: u32 = LIBRARY_FUNCTIONS + 30;
export const POOL: u32 = LIBRARY_FUNCTIONS + 40;
export const MANAGERS: u32 = LIBRARY_FUNCTIONS + 60;
export const NUMPY: u32 = LIBRARY_FUNCTIONS + 80;
