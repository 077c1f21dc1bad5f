/** The program whose child's pages were measured: it sleeps, reads the list, and sleeps again. */
export const LOOP = (n: number, read = "for v in x: pass") => `import os, time
x = range(${n})
time.sleep(0.2)
if os.fork() == 0:
    time.sleep(1)
    ${read}
    time.sleep(100)
    os._exit(0)
os.wait()
`;
