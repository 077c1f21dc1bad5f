/** A setting changes: the same program runs again, and the moment on screen stays. */
import { type Request, request } from "../state/cells.ts";
import { open } from "../state/engine.ts";

export function change(part: Partial<Request>): void {
  void open({ ...request.value, ...part }, null);
}
