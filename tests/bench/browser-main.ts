/** Measures in Chromium in a process of its own, which serves the page and has nothing else to do; JSON to stdout. */
import { measureInBrowser } from "./in-browser.ts";

process.stdout.write(JSON.stringify(await measureInBrowser()), () => process.exit(0));
