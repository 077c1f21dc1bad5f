/**
 * Every C function the machine models, by its C name. Written by `npm run names` from the code that
 * enters them. A build's JSON says under which symbol and file a profile of that binary shows each.
 */
export enum Fn {
  // interp/bltinmodule/range.ts
  builtin_range,
  get_len_of_range,
  // interp/ceval.ts
  PyEval_EvalCode,
  PyEval_EvalCodeEx,
  PyEval_EvalFrameEx,
  call_function,
  PyCFunction_Call,
  // interp/errors.ts
  PyErr_Restore,
  PyErr_Fetch,
  PyErr_SetObject,
  PyErr_SetNone,
  PyErr_SetString,
  PyErr_Format,
  PyErr_Clear,
  PyErr_GivenExceptionMatches,
  PyErr_ExceptionMatches,
  PyErr_NormalizeException,
  // interp/getargs.ts
  PyArg_UnpackTuple,
  PyArg_ParseTuple,
  vgetargs1,
  PyArg_ParseTupleAndKeywords,
  vgetargskeywords,
  // interp/modsupport.ts
  Py_BuildValue,
  // interp/pythonrun.ts
  main,
  Py_Main,
  PyRun_AnyFileExFlags,
  PyRun_SimpleFileExFlags,
  PyRun_FileExFlags,
  run_mod,
  Py_Finalize,
  PyGC_Collect,
  collect,
  clear_freelists,
  // interp/recursion.ts
  _Py_CheckRecursiveCall,
  // modules/gcmodule/collect.ts
  update_refs,
  subtract_refs,
  move_unreachable,
  untrack_dicts,
  move_finalizers,
  has_finalizer,
  move_finalizer_reachable,
  handle_weakrefs,
  delete_garbage,
  handle_finalizers,
  PyMethod_ClearFreeList,
  PyUnicode_ClearFreeList,
  // modules/gcmodule/gcmodule.ts
  _PyObject_GC_Malloc,
  collect_generations,
  _PyObject_GC_Resize,
  _PyObject_GC_New,
  _PyObject_GC_NewVar,
  PyObject_GC_Track,
  PyObject_GC_UnTrack,
  PyObject_GC_Del,
  // modules/gcmodule/lists.ts
  gc_list_init,
  gc_list_is_empty,
  gc_list_remove,
  gc_list_move,
  gc_list_merge,
  gc_list_size,
  // objects/abstract/call.ts
  PyObject_Call,
  type_call,
  // objects/abstract/iter.ts
  PyObject_GetIter,
  PyObject_SelfIter,
  PyIter_Next,
  // objects/abstract/number.ts
  binary_op1,
  PyNumber_CoerceEx,
  binop_type_error,
  type_error,
  binary_op,
  binary_iop1,
  binary_iop,
  PyNumber_Add,
  sequence_repeat,
  PyNumber_Multiply,
  PyNumber_InPlaceAdd,
  PyNumber_InPlaceMultiply,
  PyNumber_Subtract,
  PyNumber_Divide,
  PyNumber_TrueDivide,
  PyNumber_FloorDivide,
  PyNumber_Remainder,
  PyNumber_Divmod,
  PyNumber_Lshift,
  PyNumber_Rshift,
  PyNumber_And,
  PyNumber_Xor,
  PyNumber_Or,
  // objects/abstract/number_index.ts
  PyNumber_Index,
  PyNumber_AsSsize_t,
  // objects/abstract/number_inplace.ts
  PyNumber_InPlaceSubtract,
  PyNumber_InPlaceDivide,
  PyNumber_InPlaceTrueDivide,
  PyNumber_InPlaceFloorDivide,
  PyNumber_InPlaceRemainder,
  PyNumber_InPlaceLshift,
  PyNumber_InPlaceRshift,
  PyNumber_InPlaceAnd,
  PyNumber_InPlaceXor,
  PyNumber_InPlaceOr,
  // objects/abstract/number_slots.ts
  int_coerce,
  long_coerce,
  float_coerce,
  // objects/abstract/number_unary.ts
  PyNumber_Negative,
  PyNumber_Positive,
  PyNumber_Invert,
  PyNumber_Absolute,
  PyNumber_Power,
  PyNumber_InPlacePower,
  ternary_op,
  // objects/boolobject.ts
  PyBool_FromLong,
  bool_repr,
  bool_new,
  bool_and,
  bool_or,
  bool_xor,
  // objects/codeobject.ts
  PyCode_Addr2Line,
  code_dealloc,
  // objects/dictobject/compare.ts
  dict_richcompare,
  dict_equal,
  dict_compare,
  characterize,
  // objects/dictobject/dictobject.ts
  PyDict_New,
  dict_dealloc,
  PyDict_GetItem,
  PyDict_SetItem,
  set_key_error,
  PyDict_DelItem,
  delitem_common,
  PyDict_GetItemString,
  PyDict_SetItemString,
  PyDict_Contains,
  PyDict_Clear,
  PyDict_Next,
  dict_subscript,
  dict_ass_sub,
  // objects/dictobject/iter.ts
  dict_iter,
  dictiter_new,
  dictiter_dealloc,
  dictiter_iternextkey,
  dictiter_iternextvalue,
  dictiter_iternextitem,
  // objects/dictobject/listings.ts
  dict_keys,
  dict_values,
  dict_items,
  dict_fromkeys,
  // objects/dictobject/lookdict.ts
  lookdict_string,
  lookdict,
  // objects/dictobject/print.ts
  dict_print,
  // objects/dictobject/merge.ts
  dict_new,
  dict_init,
  dict_update_common,
  PyObject_HasAttrString,
  PyObject_GetAttrString,
  PyDict_Merge,
  PyDict_MergeFromSeq2,
  PyDict_Copy,
  // objects/dictobject/methods.ts
  dict_contains,
  dict_has_key,
  dict_get,
  dict_setdefault,
  dict_pop,
  dict_popitem,
  dict_update,
  dict_clear,
  dict_copy,
  dict_iterkeys,
  dict_itervalues,
  dict_iteritems,
  // objects/dictobject/repr.ts
  dict_repr,
  // objects/dictobject/resize.ts
  insertdict_by_entry,
  insertdict,
  insertdict_clean,
  dictresize,
  dict_set_item_by_hash_or_entry,
  // objects/exceptions.ts
  BaseException_new,
  BaseException_init,
  SystemExit_init,
  KeyError_str,
  BaseException_str,
  BaseException_repr,
  BaseException_dealloc,
  // objects/fileobject.ts
  err_closed,
  PyFile_AsFile,
  PyFile_WriteObject,
  file_PyObject_Print,
  PyFile_WriteString,
  PyFile_SoftSpace,
  file_repr,
  file_dealloc,
  file_write,
  file_writelines,
  file_flush,
  file_isatty,
  file_fileno,
  file_close,
  // objects/floatobject/floatobject.ts
  PyFloat_FromDouble,
  float_fill_free_list,
  float_dealloc,
  PyFloat_ClearFreeList,
  // objects/floatobject/print.ts
  float_print,
  // objects/frameobject.ts
  PyFrame_New,
  frame_dealloc,
  PyFrame_ClearFreeList,
  // objects/funcobject.ts
  PyFunction_New,
  func_dealloc,
  func_repr,
  function_call,
  // objects/intobject/PyInt_ClearFreeList.ts
  PyInt_ClearFreeList,
  PyInt_Fini,
  // objects/intobject/arithmetic.ts
  int_add,
  int_sub,
  int_mul,
  i_divmod,
  int_classic_div,
  int_div,
  int_mod,
  int_divmod,
  int_neg,
  int_int,
  int_abs,
  int_invert,
  // objects/intobject/bits.ts
  int_lshift,
  int_rshift,
  int_and,
  int_xor,
  int_or,
  // objects/intobject/convert.ts
  PyInt_AsLong,
  PyInt_AsSsize_t,
  int_compare,
  int_hash,
  int_nonzero,
  int_to_decimal_string,
  // objects/intobject/intobject.ts
  PyInt_FromLong,
  fill_free_list,
  int_dealloc,
  // objects/intobject/print.ts
  int_print,
  bool_print,
  // objects/listobject/listobject.ts
  PyList_New,
  list_dealloc,
  // objects/listobject/print.ts
  list_print,
  // objects/methodobject.ts
  PyCFunction_NewEx,
  meth_dealloc,
  PyCFunction_ClearFreeList,
  meth_repr,
  // objects/moduleobject.ts
  module_dealloc,
  // objects/object/allocate.ts
  PyType_GenericAlloc,
  // objects/object/attributes.ts
  PyObject_GetAttr,
  _PyObject_GenericGetAttrWithDict,
  method_get,
  _PyType_Lookup,
  type_getattro,
  PyObject_SetAttr,
  // objects/object/compare.ts
  PyObject_RichCompare,
  do_richcmp,
  try_rich_compare,
  try_3way_to_rich_compare,
  try_3way_compare,
  default_3way_compare,
  convert_3way_to_object,
  PyObject_RichCompareBool,
  PyObject_Compare,
  do_cmp,
  try_rich_to_3way_compare,
  // objects/object/print.ts
  PyObject_Print,
  internal_print,
  // objects/object/recursive_repr.ts
  PyThreadState_GetDict,
  Py_ReprEnter,
  Py_ReprLeave,
  // objects/object/repr.ts
  PyObject_Repr,
  type_repr,
  object_repr,
  PyObject_Str,
  _PyObject_Str,
  object_str,
  // objects/object/repr_enter.ts
  Py_ReprEnter,
  Py_ReprLeave,
  // objects/object/tracing.ts
  _Py_NewReference,
  _Py_AddToAllObjects,
  _Py_Dealloc,
  _Py_ForgetReference,
  // objects/object/truth.ts
  PyObject_IsTrue,
  PyObject_Hash,
  PyObject_HashNotImplemented,
  _Py_HashPointer,
  // objects/obmalloc/arenas.ts
  new_arena,
  // objects/obmalloc/debug.ts
  _PyObject_DebugMalloc,
  _PyObject_DebugFree,
  _PyObject_DebugRealloc,
  _PyObject_DebugMallocApi,
  _PyObject_DebugFreeApi,
  _PyObject_DebugReallocApi,
  bumpserialno,
  _PyObject_DebugCheckAddressApi,
  write_size_t,
  read_size_t,
  _PyMem_Malloc,
  _PyMem_Free,
  _PyMem_Realloc,
  // objects/obmalloc/mem.ts
  _PyMem_DebugMalloc,
  _PyMem_DebugFree,
  _PyMem_DebugRealloc,
  // objects/obmalloc/obmalloc.ts
  PyObject_Malloc,
  PyObject_Free,
  PyObject_Realloc,
  // objects/sliceobject.ts
  PySlice_New,
  _PyObject_New,
  slice_dealloc,
  slice_repr,
  PySlice_GetIndicesEx,
  _PySlice_Unpack,
  _PySlice_AdjustIndices,
  _PyEval_SliceIndex,
  // objects/stringobject/compare.ts
  string_richcompare,
  // objects/stringobject/find.ts
  fastsearch,
  stringlib_find,
  stringlib_rfind,
  stringlib_count,
  // objects/stringobject/hash.ts
  string_hash,
  _PyString_Eq,
  // objects/stringobject/join.ts
  string_join,
  _PyString_Join,
  // objects/stringobject/mod.ts
  string_mod,
  // objects/stringobject/new.ts
  string_new,
  // objects/stringobject/print.ts
  string_print,
  // objects/stringobject/repr.ts
  string_repr,
  PyString_Repr,
  // objects/stringobject/resize.ts
  _PyString_Resize,
  PyString_Concat,
  PyString_ConcatAndDel,
  // objects/stringobject/sequence.ts
  string_concat,
  string_repeat,
  string_slice,
  string_item,
  string_contains,
  stringlib_contains_obj,
  // objects/stringobject/stringobject.ts
  PyString_FromStringAndSize,
  PyString_FromString,
  PyString_InternInPlace,
  PyString_InternFromString,
  string_dealloc,
  // objects/stringobject/subscript.ts
  string_subscript,
  // objects/traverse.ts
  visit_decref,
  visit_reachable,
  list_traverse,
  tupletraverse,
  dict_traverse,
  func_traverse,
  meth_traverse,
  module_traverse,
  frame_traverse,
  tb_traverse,
  BaseException_traverse,
  listiter_traverse,
  listreviter_traverse,
  tupleiter_traverse,
  iter_traverse,
  enum_traverse,
  reversed_traverse,
  arrayiter_traverse,
  dictiter_traverse,
  dict_tp_clear,
  _PyTuple_MaybeUntrack,
  _PyDict_MaybeUntrack,
  // objects/tupleobject/hash.ts
  tuplehash,
  // objects/tupleobject/print.ts
  tupleprint,
  // objects/tupleobject/compare.ts
  tuplerichcompare,
  // objects/tupleobject/hash.ts
  tuplehash,
  // objects/tupleobject/iter.ts
  tuple_iter,
  tupleiter_next,
  tupleiter_dealloc,
  // objects/tupleobject/methods.ts
  tuplecount,
  tupleindex,
  // objects/tupleobject/repr.ts
  tuplerepr,
  // objects/tupleobject/sequence.ts
  tuple_new,
  tupleslice,
  tupleconcat,
  tuplerepeat,
  tuplecontains,
  tupleitem,
  tuplesubscript,
  // objects/tupleobject/tupleobject.ts
  PyTuple_New,
  PyTuple_Pack,
  tupledealloc,
  PyTuple_ClearFreeList,
  // libc/malloc/_int_free.ts
  _int_free,
  // libc/malloc/_int_malloc.ts
  _int_malloc,
  alloc_perturb,
  // libc/malloc/malloc.ts
  malloc,
  free,
  // libc/malloc/malloc_consolidate.ts
  malloc_consolidate,
  // libc/malloc/realloc.ts
  realloc,
  mremap_chunk,
  mremap,
  _int_realloc,
  // libc/malloc/sysmalloc.ts
  sysmalloc,
  sysmalloc_mmap,
  mmap,
  sysmalloc_mmap_fallback,
  __glibc_morecore,
  sbrk,
  brk,
  munmap_chunk,
  munmap,
  // libc/malloc/systrim.ts
  systrim,
  // libc/malloc/unlink_chunk.ts
  unlink_chunk,
  // libc/memcpy.ts
  memcpy,
  // libc/memset.ts
  memset,
  // libc/stdio.ts
  fwrite,
  fputs,
  fprintf,
  fputc,
  // libc/string.ts
  strlen,
  memcmp,
  memchr,
}

/** How many names `Fn` has. */
export const FN_COUNT: i32 = 359;
export const FN_COUNT: i32 = 260;
