/**
 * Messages between processes, as the machine keeps them: a tree of values in words, where a run of ints
 * that follow each other takes three words. How long the pickle is that travels in reality is counted
 * beside it (pickle.ts); the bytes themselves are not made.
 */
import { check } from "../../base/fault";
import { allocate } from "../../base/memory";

/** What comes next in a message: the words that follow it are said behind each. */
export enum Token {
  NONE,
  TRUE,
  FALSE,
  /** The value. */
  INT,
  /** First value, how many: items of a list, each one more than the one before. */
  INTS,
  /** Bits of a double. */
  FLOAT,
  /** Sign, number of digits, the digits. */
  LONG,
  /** Number of bytes, the bytes in words. */
  STR,
  /** Number of items; the items. */
  TUPLE,
  LIST,
  /** Number of pairs; key and value each. */
  DICT,
  /** A function of the program: its name as a STR. */
  FUNCTION,
  /** A built-in function: its row of the method table. */
  BUILTIN,
  /** A class: its Ty. */
  CLASS,
  /** Ty of the exception; its arguments as a TUPLE. */
  EXCEPTION,
  /** Ty, server, number of the shared object, typecode. */
  PROXY,
  /** An object that came before: its number in the memo. */
  AGAIN,
}

const FIRST_WORDS: usize = 1024;

@unmanaged
class Message {
  words: usize;
  count: u32;
  room: u32;
  /** The next word to be read. */
  at: u32;
}

const message_at: usize = memory.data(24, 8);

function message(): Message {
  return changetype<Message>(message_at);
}

export function message_reset(): void {
  memory.fill(message_at, 0, 24);
}

/** Begins an empty message. */
export function message_begin(): void {
  message().count = 0;
  message().at = 0;
}

export function message_add(word: u64): void {
  const m = message();
  if (m.count === m.room) {
    const room = m.room === 0 ? <u32>FIRST_WORDS : m.room * 2;
    const words = allocate(<usize>room * 8);
    if (m.count > 0) memory.copy(words, m.words, <usize>m.count * 8);
    m.words = words;
    m.room = room;
  }
  store<u64>(m.words + <usize>m.count * 8, word);
  m.count += 1;
}

export function message_length(): u32 {
  return message().count;
}

/** Where the words of the message lie. */
export function message_words(): usize {
  return message().words;
}

/** Takes `count` words at `words` as the message to be read. */
export function message_open(words: usize, count: u32): void {
  message_begin();
  for (let i: u32 = 0; i < count; i++) message_add(load<u64>(words + ((<usize>i) << 3)));
}

/** The next word. */
export function message_next(): u64 {
  const m = message();
  check(m.at < m.count, m.at);
  m.at += 1;
  return load<u64>(m.words + <usize>(m.at - 1) * 8);
}

/** The next word, which stays. */
export function message_peek(): u64 {
  const m = message();
  return m.at < m.count ? load<u64>(m.words + <usize>m.at * 8) : u64.MAX_VALUE;
}
