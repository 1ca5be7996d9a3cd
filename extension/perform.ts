import type { Outcome, Reply, Session } from '../client/session.ts';
import type { RunId } from '../protocol/model/ids.ts';
import { type Errand, lineOf } from './deed.ts';
import type { OwnForge } from './forges/own-forge.ts';
import { refusalOf } from './guarded-session.ts';
import type { Settings } from './settings.ts';
import { cardOf, type Situation } from './situation.ts';

export interface PerformOptions {
  readonly situation: () => Situation;
  readonly settings: Settings;
  readonly session: () => Session | undefined;
  readonly run: (line: string, about: Errand['about']) => Promise<Outcome<Reply>>;
  readonly forge: OwnForge;
  /** Told of the attempt that was begun from here. */
  readonly began: (run: RunId, attempt: number) => void;
}

/** Has a deed done: by the bridge, or from here with the user's own session where they have chosen that, and then the bridge is told. */
export type Perform = (errand: Errand) => Promise<Outcome<Reply>>;

export function createPerform({ situation, settings, session, run, forge, began }: PerformOptions): Perform {
  return async (errand) => {
    const line = lineOf(errand, situation().room?.commands ?? []);
    if (settings.actsAs() !== 'me' || !forge.serves(errand)) return run(line, errand.about);
    // What goes to the forge from here does not pass the session, which would refuse it.
    const refused = refusalOf(line);
    if (refused) return refused;
    const outcome = await forge.act(errand);
    const { deed, about = cardOf(situation())?.key } = errand;
    const told =
      about &&
      (await session()?.acted({
        about,
        line,
        ...(deed.type !== 'start' && { run: deed.run.run }),
        done: outcome.ok,
        ...(!outcome.ok && { why: outcome.message.slice(0, 500) }),
      }));
    if (!outcome.ok) return outcome;
    if (deed.type === 'rerun') began(deed.run.run, deed.run.attempt + 1);
    const untold = told?.ok === true ? '' : ` The bridge could not be told of it${told ? `: ${told.message}` : '.'}`;
    return { ok: true, value: { reply: { text: `${outcome.value}${untold}`, blocks: [] } } };
  };
}
