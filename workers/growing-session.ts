/**
 * A session that begins with the first part of the machine and goes on with the whole one (docs/adr/0030).
 *
 *   open range(n) -> first part (a third of the bytes) -> a gesture comes to what it lacks: PartMissing
 *   -> the whole machine is fetched, the same run opened, the same instant gone to, the gesture made again
 *
 * Runs repeat exactly, so that nobody sees the change. Calls that come meanwhile wait.
 */
import { compile, PartMissing } from "./core.ts";
import type { RunRequest } from "./protocol.ts";
import { Session } from "./session.ts";

/** Programs that the first part is made for. Others begin with the whole machine. */
const FIRST_PROGRAM = /^\s*range\(\d{1,9}\)\s*$/;

export class GrowingSession {
  private session: Promise<Session>;
  private module: Promise<WebAssembly.Module> | null = null;
  private isFetched = false;
  private isWhole = false;
  private opened: RunRequest | null = null;

  /** Both give the bytes of a module. */
  constructor(
    first: () => Promise<BufferSource>,
    private readonly whole: () => Promise<BufferSource>,
    /** Told while a long run is under way: its clock, and how many ints live. */
    private readonly onPause: (ir: number, ints: number) => void = () => undefined,
  ) {
    this.session = Promise.resolve(this.sessionOf(first));
  }

  private sessionOf(module: ConstructorParameters<typeof Session>[0]): Session {
    const session = new Session(module);
    session.onPause = this.onPause;
    return session;
  }

  /** Fetches the whole machine while nobody waits for it. */
  async prepare(): Promise<void> {
    // Without a connection, who needs it says so.
    await this.fetched().catch(() => undefined);
  }

  async open(request: RunRequest): ReturnType<Session["open"]> {
    const isFirst = FIRST_PROGRAM.test(request.text) && request.collector === undefined;
    if (!isFirst || this.isFetched) await this.grown();
    const answer = await this.ask((session) => session.open(request));
    if ("summary" in answer) this.opened = request;
    return answer;
  }

  /** A call that may be made twice. */
  async ask<T>(call: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.session;
    try {
      return await call(session);
    } catch (error) {
      if (!(error instanceof PartMissing)) throw error;
      return call(await this.grown());
    }
  }

  /** A call that must not be made twice. */
  async askWhole<T>(call: (session: Session) => Promise<T>): Promise<T> {
    return call(await this.grown());
  }

  private fetched(): Promise<WebAssembly.Module> {
    if (this.module === null) {
      this.module = this.whole().then((bytes) => compile(bytes));
      this.module.then(
        () => {
          this.isFetched = true;
        },
        () => {
          // Who wants it next tries again.
          this.module = null;
        },
      );
    }
    return this.module;
  }

  private grown(): Promise<Session> {
    if (!this.isWhole) {
      this.isWhole = true;
      const before = this.session;
      this.session = this.grow(before);
      this.session.catch(() => {
        this.isWhole = false;
        this.session = before;
      });
    }
    return this.session;
  }

  /** The same run at the same instant in a session of the whole machine. */
  private async grow(before: Promise<Session>): Promise<Session> {
    const module = await this.fetched();
    const session = this.sessionOf(async () => module);
    if (this.opened !== null) {
      await session.open(this.opened);
      await session.seek((await before).at);
    }
    return session;
  }
}
