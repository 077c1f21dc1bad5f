/**
 * Every C function the machine models, by its C name. The order is the order of the layers. The
 * number is an index into the ledger's tables; nothing outside the wasm module may store it.
 * A build's JSON says under which symbol and file a profile of that binary shows each name.
 */
export enum Fn {
  // Python/pythonrun.c, Modules/main.c, Python/ceval.c
  main,
  Py_Main,
  PyRun_AnyFileExFlags,
  PyRun_SimpleFileExFlags,
  PyRun_FileExFlags,
  run_mod,
  PyEval_EvalCode,
  PyEval_EvalCodeEx,
  PyEval_EvalFrameEx,
  call_function,
  PyCFunction_Call,
  builtin_range,
  get_len_of_range,
  Py_Finalize,
  PyGC_Collect,
  collect,
  clear_freelists,
  PyInt_Fini,
  // Objects/
  PyList_New,
  list_dealloc,
  PyInt_FromLong,
  fill_free_list,
  int_dealloc,
  PyInt_ClearFreeList,
  _Py_NewReference,
  _Py_AddToAllObjects,
  _Py_ForgetReference,
  _Py_Dealloc,
  // Objects/obmalloc.c
  PyObject_Malloc,
  PyObject_Free,
  _PyMem_Malloc,
  _PyMem_Free,
  _PyMem_DebugMalloc,
  _PyMem_DebugFree,
  _PyObject_DebugMallocApi,
  _PyObject_DebugFreeApi,
  _PyObject_DebugCheckAddressApi,
  write_size_t,
  read_size_t,
  bumpserialno,
  // glibc: malloc/malloc.c, malloc/arena.c, misc/sbrk.c, string/
  malloc,
  _int_malloc,
  alloc_perturb,
  sysmalloc,
  sysmalloc_mmap,
  sysmalloc_mmap_fallback,
  __glibc_morecore,
  sbrk,
  brk,
  mmap,
  munmap,
  free,
  _int_free,
  unlink_chunk,
  malloc_consolidate,
  systrim,
  munmap_chunk,
  memset,
}

/** How many functions `Fn` names. */
export const FN_COUNT: i32 = 58;
