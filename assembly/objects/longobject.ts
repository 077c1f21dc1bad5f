/** Long integers (Objects/longobject.c): what other types' files use of the folder of that name. */
export {
  PyLong_FromSsize_t,
  long_compare,
  long_dealloc,
  long_hash,
  long_nonzero,
} from "./longobject/longobject";
export { load_long_constant, long_new, long_to_decimal_string } from "./longobject/text";
