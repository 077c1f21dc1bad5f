/**
 * The editor's own style rules under a strict policy. The library adds them to a document as a style
 * element, which `style-src 'self'` forbids; a constructed style sheet is allowed.
 */
import { StyleModule } from "style-mod";

let sheet: CSSStyleSheet | null = null;

/** Before the first editor is made. */
export function mountStylesAsSheet(): void {
  StyleModule.mount = (root, modules) => {
    if (sheet === null) {
      sheet = new CSSStyleSheet();
      root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
    }
    const all = modules instanceof StyleModule ? [modules] : modules;
    sheet.replaceSync(all.map((module) => module.getRules()).join("\n"));
  };
}
