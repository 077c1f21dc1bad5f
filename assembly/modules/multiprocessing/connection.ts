/**
 * Pipes between processes (Modules/_multiprocessing/connection.h, Lib/multiprocessing/queues.py): messages
 * are facts, numbered in the order in which they are put. A process that asks for one that nobody has sent
 * yet is run again when it is there (ADR 0007).
 */
import { FactKind, ProcessLog } from "../../abi/process";
import { check } from "../../base/fault";
import { fact_length, find_fact, publish } from "../../base/facts";
import { log_process } from "../../events/process_log";
import { at_pause, at_resume, is_self } from "../../kernel/process";
import { tick } from "../../meter/ledger";
import { message_length, message_open, message_words } from "./message";
import { make_pickle, drop_pickle } from "./pickle_memory";
import { drop_received, receive_pickle, unpickle } from "./unpickle";
import { apply_writes, publish_writes } from "./shared_writes";
import { await_message, current_pid } from "./system";

/** Pipes that a process may make. */
const PIPES_MAX: u64 = 1024;

/** Words of a message before its tokens: when it was sent, bytes of its pickle. */
const HEAD: u32 = 2;

@unmanaged
class Pipes {
  made: u64;
}

const pipes_at: usize = memory.data(8, 8);

export function connection_reset(): void {
  changetype<Pipes>(pipes_at).made = 0;
}

/** A new pipe's number, which no other process of the machine uses. */
export function new_pipe(): u64 {
  const pipes = changetype<Pipes>(pipes_at);
  pipes.made += 1;
  check(pipes.made < PIPES_MAX, pipes.made);
  return current_pid() * PIPES_MAX + pipes.made;
}

/** Bytes of a message's fact before its tokens. */
export function message_head(): usize {
  return HEAD * 8;
}

/** Sends the message that was made last, whose pickle has `bytes`: message `number` of the pipe. */
export function send(pipe: u64, number: u64, bytes: u64): void {
  const string = make_pickle(bytes);
  if (is_self()) {
    const count = message_length();
    const words = publish(FactKind.MESSAGE, pipe, number, HEAD + count);
    store<u64>(words, tick());
    store<u64>(words, bytes, 8);
    memory.copy(words + HEAD * 8, message_words(), <usize>count * 8);
  }
  publish_writes(pipe, number);
  drop_pickle(string);
}

/** Receives message `number` of the pipe: its object, a new reference. */
export function receive(pipe: u64, number: u64): u64 {
  at_pause();
  let words = find_fact(FactKind.MESSAGE, pipe, number);
  if (words === 0) words = await_message(pipe, number);
  at_resume(load<u64>(words));
  if (is_self()) log_process(ProcessLog.RESUME, pipe, number);
  apply_writes(pipe, number);
  const string = receive_pickle(load<u64>(words, 8));
  message_open(words + HEAD * 8, <u32>fact_length(words) - HEAD);
  const result = unpickle();
  drop_received(string);
  return result;
}
