/** What a run forgets of the library: the state of its modules. */
import { connection_reset } from "./connection";
import { multiprocessing_process_reset } from "./current";
import { shared_heap_reset } from "./heap";
import { launch_reset } from "./launch";
import { managers_reset } from "./managers";
import { message_reset } from "./message";
import { shared_writes_reset } from "./shared_writes";

export function multiprocessing_reset(): void {
  multiprocessing_process_reset();
  shared_heap_reset();
  connection_reset();
  message_reset();
  managers_reset();
  shared_writes_reset();
  launch_reset();
}
