/** The program whose child's pages were measured: it sleeps, reads the list, and sleeps again. */
export const LOOP = (n: number) => `import os, time
x = range(${n})
time.sleep(0.2)
if os.fork() == 0:
    time.sleep(1)
    for v in x: pass
    time.sleep(100)
    os._exit(0)
os.wait()
`;
