/**
 * The program of the recorded copy-on-write experiments (fork_iter: list of ints, read by a child of os.fork), as it
 * was run, but for what a machine without a driver needs: its arguments are constants, it sleeps where it stopped
 * itself, os.wait4 is os.waitpid, and two generator expressions are list comprehensions.
 */
const SIZE = "N, PROCS = 10000, 1";
const TEXT = `
import os, sys, time
BUILD, LAUNCH, OP = 'range', 'fork', 'iter'
N, PROCS = 10000, 1
FLAGS = []
PY3 = sys.version_info[0] >= 3
span = range if PY3 else xrange

def halt():
    time.sleep(1)

def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()

# ---- what the parent builds ----
def b_none(n): return None
def b_range(n): return list(range(n)) if PY3 else range(n)
def b_lazyrange(n): return range(n)
def b_unboxed(n): return [i + 0 for i in span(n)]
def b_tuples(n): return [(i,) for i in span(n)]
def b_lists(n): return [[i] for i in span(n)]
def b_mixed(n):
    out = [i + 0 for i in span(n)]
    out.append('tail')
    return out
def b_strs(n): return [str(i) for i in span(n)]
def b_floats(n): return [i * 1.5 for i in span(n)]
def b_array(n):
    import array
    return array.array('i', span(n))
def b_shared(n):
    from multiprocessing import Array
    return Array('i', list(range(n)), lock=False)
def b_sharedlocked(n):
    from multiprocessing import Array
    return Array('i', list(range(n)), lock=True)
def b_manager(n):
    from multiprocessing import Manager
    global keep
    keep = Manager()
    return keep.Array('i', list(range(n)))

# ---- what a child does ----
def o_none(c): pass
def o_iter(c):
    for item in c:
        pass
def o_iter2(c):
    for item in c:
        pass
    for item in c:
        pass
def o_len(c): len(c)
def o_first(c): c[0]
def o_sum(c): sum(c)
def o_missing(c): (-7) in c
def o_count(c): c.count(-7)
def o_copy(c):
    d = c[:]
def o_sorted(c): sorted(c)
def o_half(c):
    for i in span(N // 2):
        c[i]
def o_every(c):
    step = int(os.environ['STEP'])
    for i in span(0, N, step):
        c[i]
def o_random(c):
    import random
    r = random.Random(5)
    for _ in span(int(os.environ['HITS'])):
        c[int(r.random() * N)]
def o_sleep(c):
    import time
    time.sleep(0.02)
def o_gc(c):
    import gc
    gc.collect()
def o_itergc(c):
    for item in c:
        pass
    import gc
    gc.collect()
def o_grow(c):
    # unrelated allocation work: keeps GROW one-tuples alive, never reads c
    global junk
    k = int(os.environ.get('GROW', '100000'))
    junk = [(i,) for i in span(k)]
def o_growlists(c):
    global junk
    k = int(os.environ.get('GROW', '100000'))
    junk = [[] for i in span(k)]
def o_churn(c):
    # unrelated allocation work that keeps nothing
    k = int(os.environ.get('GROW', '100000'))
    for i in span(k):
        [i]
def o_drop(c):
    # the raw-fork launcher passes no other reference than CACHE[0]
    del c
    del CACHE[:]
OPS = dict([(k[2:], v) for k, v in list(globals().items()) if k.startswith('o_')])
BUILDS = dict([(k[2:], v) for k, v in list(globals().items()) if k.startswith('b_')])
CACHE = []

def job(c):
    halt()
    OPS[OP](c)
    halt()

def gjob(arg):
    halt()
    OPS[OP](CACHE[0])
    halt()

def main():
    import gc, random
    if 'nogc' in FLAGS:
        gc.disable()
    if LAUNCH in ('process', 'pool', 'gpool'):
        import multiprocessing
        if PY3:
            multiprocessing.set_start_method('fork')
    c = BUILDS[BUILD](N)
    if 'collect' in FLAGS:
        gc.collect()
    if 'freeze' in FLAGS:
        gc.collect()
        gc.freeze()
    if 'strategy' in FLAGS:
        import __pypy__
        say('STRATEGY %s\\n' % __pypy__.strategy(c))
    if BUILD not in ('manager',):
        say('LIST %d\\n' % id(c))
    if LAUNCH == 'fork':
        CACHE.append(c)
        del c
        halt()
        kids = []
        for _ in range(PROCS):
            pid = os.fork()
            if pid == 0:
                halt()
                if OP == 'drop':
                    del CACHE[:]
                else:
                    OPS[OP](CACHE[0])
                halt()
                if 'sysexit' in FLAGS:
                    sys.exit(0)
                os._exit(0)
            kids.append(pid)
        halt()
        for pid in kids:
            _, st = os.waitpid(pid, 0)
            say('EXIT %d %d\\n' % (pid, st))
    elif LAUNCH == 'process':
        from multiprocessing import Process
        halt()
        ps = []
        for _ in range(PROCS):
            p = Process(target=job, args=(c,))
            p.start()
            ps.append(p)
        halt()
        for p in ps:
            p.join()
        import resource
        say('KIDS %d\\n' % resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt)
    elif LAUNCH in ('pool', 'gpool'):
        from multiprocessing import Pool
        import time
        CACHE.append(c)
        halt()
        pool = Pool(PROCS)
        time.sleep(0.6)
        halt()
        try:
            if LAUNCH == 'pool':
                pool.map(job, [c] * PROCS)
            else:
                pool.map(gjob, [None] * PROCS)
        except Exception as e:
            say('ERROR %s\\n' % type(e).__name__)
        pool.close()
        pool.join()
        import resource
        say('KIDS %d\\n' % resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt)

if __name__ == '__main__':
    main()
`;

/** The program for `size` ints. */
export function recordedScript(size: number): string {
  return TEXT.replace(SIZE, `N, PROCS = ${size}, 1`);
}
