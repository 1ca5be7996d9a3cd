import type { CardKey } from '../protocol/model/card.ts';
import type { Mid, RoomId } from '../protocol/model/ids.ts';
import { methods, type Params } from '../protocol/wire/methods.ts';
import type { Ask } from './calls.ts';
import { ended, notRun, refused, unsureWhetherRun } from './refusals.ts';
import type { Outcome, Reply } from './session.ts';
import type { Surroundings } from './socket.ts';

export interface RunsOptions {
  readonly mid: () => Mid;
  readonly after: Surroundings['after'];
  /** The time by the bridge's clock. */
  readonly bridgeNow: () => number;
}

/** Runs command lines, each at most once ([E5]): the bridge knows a repeat by its `mid`, and answers what it answered. */
export interface Runs {
  run(line: string, about: CardKey | undefined): Promise<Outcome<Reply>>;
  /** Asks again what a former connection did not answer. */
  online(room: RoomId, ask: Ask): void;
  offline(): void;
  /** Refuses all that is open. */
  end(): void;
}

/** How long an answer is waited for, over all connections. */
const patienceMs = 60_000;
/** Less than the minute that the bridge allows, since its clock is known by what arrived from it. */
const expiryMs = 55_000;

interface Open {
  readonly params: Params<'command/run'>;
  settle(outcome: Outcome<Reply>): void;
}

export function createRuns({ mid, after, bridgeNow }: RunsOptions): Runs {
  const open = new Set<Open>();
  let place: { readonly room: RoomId; readonly ask: Ask } | undefined;

  async function send(each: Open, ask: Ask): Promise<void> {
    const answer = await ask('command/run', each.params);
    if (answer.ok) {
      const { reply, offset, run } = answer.value;
      each.settle({ ok: true, value: { reply, offset, run } });
    } else if (answer.why === 'refused') each.settle({ ok: false, slug: answer.slug, message: answer.message });
  }

  return {
    run(line, about) {
      if (!place) return Promise.resolve(notRun);
      const { room, ask } = place;
      const params = methods['command/run'].params.safeParse({
        mid: mid(),
        room,
        line,
        expiresAt: bridgeNow() + expiryMs,
        about,
      });
      if (!params.success)
        return Promise.resolve(line === '' ? refused('invalid_params', empty) : refused('too_large'));
      return new Promise((resolve) => {
        const giveUp = after(patienceMs, () => each.settle(unsureWhetherRun));
        const each: Open = {
          params: params.data,
          settle(outcome) {
            giveUp();
            open.delete(each);
            resolve(outcome);
          },
        };
        open.add(each);
        void send(each, ask);
      });
    },
    online(room, ask) {
      place = { room, ask };
      for (const each of open) void send(each, ask);
    },
    offline() {
      place = undefined;
    },
    end() {
      place = undefined;
      for (const each of open) each.settle(ended);
    },
  };
}

const empty = 'There is no command in that. Type one, or `help`.';
