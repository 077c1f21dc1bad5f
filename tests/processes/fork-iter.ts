/**
 * A program as long as the one of the recorded copy-on-write experiments: what its text leaves in the heap when
 * it is compiled decides in which holes the first blocks of ints lie. One of its readings is done by a child.
 */
export type Reading =
  | "nothing"
  | "all"
  | "half"
  | "every"
  | "length"
  | "first"
  | "search"
  | "total"
  | "collect";

const SIZE = "SIZE = %";
const TEXT = `import gc, os, sys, time
${SIZE}
READING = '@'
STEP = 668
PAUSE = 1
rows = []

def tell(what):
    sys.stdout.write(what)
    sys.stdout.flush()

def pause():
    time.sleep(PAUSE)

def make_nothing(count): return None
def make_ints(count): return range(count)
def make_floats(count): return [i * 0.5 for i in xrange(count)]
def make_pairs(count): return [(i, i) for i in xrange(count)]
def make_rows(count): return [[i] for i in xrange(count)]
def make_names(count): return [str(i) for i in xrange(count)]
def make_mixed(count):
    made = [i + 0 for i in xrange(count)]
    made.append('last')
    return made

def read_nothing(data): pass
def read_all(data):
    for value in data:
        pass
def read_half(data):
    for index in xrange(SIZE // 2):
        data[index]
def read_every(data):
    for index in xrange(0, SIZE, STEP):
        data[index]
def read_length(data): len(data)
def read_first(data): data[0]
def read_search(data): (-7) in data
def read_count(data): data.count(-7)
def read_total(data): sum(data)
def read_copy(data):
    other = data[:]
def read_sorted(data): sorted(data)
def read_collect(data): gc.collect()
def read_twice(data):
    for value in data:
        pass
    for value in data:
        pass
def read_grow(data):
    global kept
    kept = [(i,) for i in xrange(1000)]
def read_churn(data):
    for i in xrange(1000):
        [i]

def named(prefix):
    cut = len(prefix)
    found = {}
    for name, value in globals().items():
        if name.startswith(prefix):
            found[name[cut:]] = value
    return found

def child(data, act):
    pause()
    act(data)
    pause()
    os._exit(0)

def main(how):
    makers = named('make_')
    readings = named('read_')
    data = makers[how](SIZE)
    tell('LIST %d\\n' % id(data))
    rows.append(data)
    pause()
    pid = os.fork()
    if pid == 0:
        child(rows[0], readings[READING])
    os.waitpid(pid, 0)

if __name__ == '__main__':
    main('ints')
`;

/** The program for `size` ints and one reading. */
export function forkIter(size: number, reading: Reading): string {
  return TEXT.replace(SIZE, `SIZE = ${size}`).replace("@", reading);
}
