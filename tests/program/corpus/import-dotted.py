import multiprocessing.sharedctypes
import multiprocessing.sharedctypes as shared
print multiprocessing.sharedctypes is shared
