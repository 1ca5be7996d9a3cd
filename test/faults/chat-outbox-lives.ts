import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../bridge/adapters/store/sqlite/database.ts';
import { storeOn } from '../../bridge/adapters/store/sqlite/index.ts';
import type { ChatPlatform, Outgoing } from '../../bridge/ports/chat-platform.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { Store } from '../../bridge/ports/store.ts';
import { countingEpochs } from '../contract/store-samples.ts';

/** What stands in the channels, whoever of us lives. */
export interface Standing {
  readonly oid: string;
  readonly channel: string;
  readonly text: string;
  readonly at: number;
}

const answerMs = 100;

/** A life of a process: its clock stops, its calls are not answered and its commits are not kept once it is over. */
export interface Life {
  readonly clock: Clock;
  over: boolean;
}

export function createLife(clock: Clock): Life {
  const life: Life = {
    over: false,
    clock: { now: () => clock.now(), after: (ms, work) => clock.after(ms, () => !life.over && work()) },
  };
  return life;
}

const textOf = (content: Outgoing): string => (content.type === 'message' ? content.message.text : 'card');

/** The chat as one life sees it. It takes a message after a moment, and answers after another. */
export function chatOf(life: Life, clock: Clock, standing: Standing[]): ChatPlatform {
  const wait = () => new Promise<void>((resolve) => void clock.after(answerMs, resolve));
  /** Nobody hears the answer any more. */
  const heard = () => (life.over ? new Promise<void>(() => {}) : Promise.resolve());
  const often = { per: 'team', perMinute: 600, burst: 20 } as const;
  return {
    id: 'chat',
    can: { edit: true, threads: true, find: true, whisper: false, buttons: false, home: false },
    limits: { post: { per: 'channel', perMinute: 60, burst: 3 }, edit: often, find: often },
    async post({ channel }, content) {
      await wait();
      const { oid } = content;
      standing.push({ oid, channel, text: textOf(content), at: clock.now() });
      await wait();
      await heard();
      return { channel, message: oid };
    },
    edit: async () => {},
    async find({ channel }, oid) {
      await wait();
      await heard();
      return standing.some((each) => each.oid === oid) ? { channel, message: oid } : undefined;
    },
    open: () => Promise.reject(new Error('nobody listens')),
  };
}

/** The store as one life has it: what it had not committed when it ended is lost. */
export function storeOf(
  life: Life,
  file: string,
  without?: (db: DatabaseSync) => void,
): { store: Store; kill(): void } {
  const db = openDatabase(file);
  // Whoever is killed has its writes kept by the kernel; the loss of power is another test's.
  db.exec('PRAGMA synchronous = OFF');
  const store = storeOn(db, { epoch: countingEpochs() });
  return {
    store: { ...store, commit: (change) => (life.over ? new Promise(() => {}) : store.commit(change)) },
    kill() {
      life.over = true;
      without?.(db);
      db.close();
    },
  };
}
