import type { CardKey } from '../protocol/model/card.ts';
import type { Mid, RoomId } from '../protocol/model/ids.ts';
import { methods, type Params, type Result } from '../protocol/wire/methods.ts';
import type { Ask } from './calls.ts';
import { ended, notRun, notTold, refused, unsureWhetherRun } from './refusals.ts';
import type { Acted, Outcome, Refused, Reply } from './session.ts';
import type { Surroundings } from './socket.ts';

export interface DeedsOptions {
  readonly mid: () => Mid;
  readonly after: Surroundings['after'];
  /** The time by the bridge's clock. */
  readonly bridgeNow: () => number;
}

/** Runs command lines and tells what was done elsewhere, each at most once ([E5]): the bridge knows a repeat by its `mid`, and answers what it answered. */
export interface Deeds {
  run(line: string, about: CardKey | undefined): Promise<Outcome<Reply>>;
  acted(what: Acted): Promise<Outcome<Result<'run/acted'>>>;
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
  send(ask: Ask): Promise<void>;
  refuse(why: Refused): void;
}

/** What is asked until it is answered, over all connections. */
interface Asking {
  once<M extends 'command/run' | 'run/acted'>(ask: Ask, method: M, params: Params<M>): Promise<Outcome<Result<M>>>;
  again(ask: Ask): void;
  end(): void;
}

function createAsking(after: Surroundings['after']): Asking {
  const open = new Set<Open>();

  function once<M extends 'command/run' | 'run/acted'>(
    ask: Ask,
    method: M,
    params: Params<M>,
  ): Promise<Outcome<Result<M>>> {
    return new Promise((resolve) => {
      const giveUp = after(patienceMs, () => settle(unsureWhetherRun));
      const settle = (outcome: Outcome<Result<M>>): void => {
        giveUp();
        open.delete(each);
        resolve(outcome);
      };
      const each: Open = {
        async send(again) {
          const answer = await again(method, params);
          if (answer.ok) settle(answer);
          else if (answer.why === 'refused')
            settle({ ok: false, slug: answer.slug, message: answer.message, field: answer.field });
        },
        refuse: settle,
      };
      open.add(each);
      void each.send(ask);
    });
  }

  return {
    once,
    again: (ask) => open.forEach((each) => void each.send(ask)),
    end: () => open.forEach((each) => each.refuse(ended)),
  };
}

export function createDeeds({ mid, after, bridgeNow }: DeedsOptions): Deeds {
  const asking = createAsking(after);
  let place: { readonly room: RoomId; readonly ask: Ask } | undefined;

  return {
    async run(line, about) {
      if (!place) return notRun;
      const asked = { mid: mid(), room: place.room, line, expiresAt: bridgeNow() + expiryMs, about };
      const params = methods['command/run'].params.safeParse(asked);
      if (!params.success) return line === '' ? refused('invalid_params', empty) : refused('too_large');
      const answer = await asking.once(place.ask, 'command/run', params.data);
      if (!answer.ok) return answer;
      const { reply, offset, run } = answer.value;
      return { ok: true, value: { reply, offset, run } };
    },
    async acted(what) {
      if (!place) return notTold;
      const params = methods['run/acted'].params.safeParse({ ...what, mid: mid(), room: place.room });
      return params.success ? asking.once(place.ask, 'run/acted', params.data) : refused('too_large');
    },
    online(room, ask) {
      place = { room, ask };
      asking.again(ask);
    },
    offline() {
      place = undefined;
    },
    end() {
      place = undefined;
      asking.end();
    },
  };
}

const empty = 'There is no command in that. Type one, or `help`.';
