/**
 * What the library's own Python code does to memory and to the clock: importing multiprocessing and its
 * modules, starting a process, a pool's threads. None of that code is run in the machine; these numbers are
 * *measured*, per build and launch: `python2.7[-dbg]` of Debian 12 (2.7.18) with `-S -E -B p.py` (recipe) and
 * `-B p.py` (site), Linux 6.18, five children, frozen at the points named here; pages from smaps_rollup and
 * pagemap as in the recorded copy-on-write experiments, instructions from callgrind (imports only).
 *
 * The file 2.7.12 was not at hand: its builds borrow the numbers of 2.7.18's pydebug build (estimated).
 */

import { LibraryMoment } from "../assembly/abi/process.ts";

/** Pages of a moment. */
export interface LibraryPages {
  /** New anonymous pages. */
  anonymous: number;
  /** Pages of files that only this family of processes maps, and pages that others of the system map, too. */
  file: number;
  outside: number;
  /** First writes, since the last fork, to pages that are there already. */
  written: number;
}

type Numbers = [anonymous: number, file: number, outside: number, written: number];

/** In the order of LibraryMoment; the second half is for processes that have ctypes. */
interface Launch {
  plain: Partial<Record<keyof typeof LibraryMoment, Numbers>>;
  ctypes: Partial<Record<keyof typeof LibraryMoment, Numbers>>;
}

const RELEASE_RECIPE: Launch = {
  plain: {
    IMPORT: [509, 142, 114, 0],
    SHAREDCTYPES: [254, 458, 49, 0],
    POOL: [339, 434, 93, 0],
    MANAGERS: [200, 40, 25, 0],
    THREADS: [17, 0, 0, 326],
    CHILD: [14, 321, 214, 127],
    WORKER: [4, 272, 210, 214],
    PARENT: [0, 0, 0, 94],
    TASK: [0, 56, 13, 10],
    FORKED: [0, 184, 192, 0],
  },
  ctypes: {
    POOL: [126, 60, 4, 0],
    THREADS: [14, 0, 0, 330],
    CHILD: [2, 398, 297, 269],
    WORKER: [4, 366, 307, 270],
    PARENT: [0, 0, 0, 103],
    TASK: [0, 32, 16, 11],
  },
};

const RELEASE_SITE: Launch = {
  plain: {
    IMPORT: [248, 78, 65, 0],
    SHAREDCTYPES: [246, 453, 48, 0],
    POOL: [479, 448, 80, 0],
    MANAGERS: [351, 40, 27, 0],
    THREADS: [16, 0, 0, 330],
    CHILD: [11, 321, 224, 130],
    WORKER: [4, 286, 195, 230],
    PARENT: [0, 0, 0, 94],
    TASK: [0, 55, 12, 14],
    FORKED: [0, 192, 201, 0],
  },
  ctypes: {
    POOL: [275, 62, 4, 0],
    THREADS: [15, 0, 0, 380],
    CHILD: [4, 387, 307, 257],
    WORKER: [4, 400, 291, 297],
    PARENT: [0, 0, 0, 92],
    TASK: [0, 31, 32, 10],
  },
};

const PYDEBUG_RECIPE: Launch = {
  plain: {
    IMPORT: [661, 106, 114, 0],
    SHAREDCTYPES: [305, 431, 35, 0],
    POOL: [416, 507, 45, 0],
    MANAGERS: [266, 45, 45, 0],
    THREADS: [25, 0, 0, 352],
    CHILD: [15, 412, 198, 154],
    WORKER: [4, 516, 168, 252],
    PARENT: [0, 0, 0, 116],
    TASK: [0, 32, 30, 10],
    FORKED: [0, 312, 137, 0],
  },
  ctypes: {
    POOL: [174, 98, 5, 0],
    THREADS: [21, 0, 0, 322],
    CHILD: [0, 514, 269, 299],
    WORKER: [4, 538, 269, 292],
    PARENT: [0, 0, 0, 119],
    TASK: [0, 32, 16, 12],
  },
};

const PYDEBUG_SITE: Launch = {
  plain: {
    IMPORT: [317, 46, 81, 0],
    SHAREDCTYPES: [297, 441, 48, 0],
    POOL: [557, 461, 50, 0],
    MANAGERS: [375, 45, 31, 0],
    THREADS: [26, 0, 0, 390],
    CHILD: [15, 419, 220, 158],
    WORKER: [4, 504, 175, 251],
    PARENT: [0, 0, 0, 115],
    TASK: [0, 32, 32, 10],
    FORKED: [0, 314, 176, 0],
  },
  ctypes: {
    POOL: [318, 98, 5, 0],
    THREADS: [19, 0, 0, 361],
    CHILD: [0, 518, 291, 309],
    WORKER: [4, 532, 290, 341],
    PARENT: [0, 0, 0, 116],
    TASK: [0, 32, 32, 9],
  },
};

/** Instructions of an import (callgrind, launch recipe; the modules' part of the exit included). */
interface Instructions {
  IMPORT: number;
  SHAREDCTYPES: number;
}

const RELEASE_IR: Instructions = { IMPORT: 20_508_565, SHAREDCTYPES: 17_631_543 };
const PYDEBUG_IR: Instructions = { IMPORT: 65_852_452, SHAREDCTYPES: 50_072_560 };

/** What is recorded for a build, by its name, and a launch. */
export function libraryInstructions(build: string): Instructions {
  return build.includes("pydebug") ? PYDEBUG_IR : RELEASE_IR;
}

/** Pages of a moment in a process that has ctypes or not. */
export function libraryPages(
  build: string,
  launch: string,
  moment: LibraryMoment,
  ctypes: boolean,
): LibraryPages {
  const site = launch === "site";
  const pydebug = build.includes("pydebug");
  const tables = pydebug ? [PYDEBUG_RECIPE, PYDEBUG_SITE] : [RELEASE_RECIPE, RELEASE_SITE];
  const { plain, ctypes: having } = tables[site ? 1 : 0] as Launch;
  const name = LibraryMoment[moment] as keyof typeof LibraryMoment;
  const numbers: Numbers = (ctypes ? having[name] : undefined) ?? plain[name] ?? [0, 0, 0, 0];
  const [anonymous, file, outside, written] = numbers;
  return { anonymous, file, outside, written };
}
