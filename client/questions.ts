import type { CardKey } from '../protocol/model/card.ts';
import type { Completion } from '../protocol/model/completion.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import { methods, type Params, type Result } from '../protocol/wire/methods.ts';
import type { Ask } from './calls.ts';
import { question } from './question.ts';
import { notConnected, reloaded } from './refusals.ts';
import type { Held } from './room-view.ts';
import type { Outcome } from './session.ts';
import { readNow } from './writing.ts';

/** How many older entries are asked for at once. */
const pageLength = 100;

/** Reads what is older, as it reads by what has come since; refused where the history was loaded anew meanwhile. */
export async function readEarlier(
  ask: Ask | undefined,
  held: () => Held | undefined,
  before: number,
): Promise<Outcome<Result<'feed/read'>>> {
  const room = held()?.view.room;
  if (!room) return notConnected;
  const answer = await question(ask, 'feed/read', { room, before, limit: pageLength });
  if (!answer.ok) return answer;
  const now = held();
  if (!now || answer.value.epoch !== now.at.epoch) return reloaded;
  return { ok: true, value: { ...answer.value, entries: readNow(answer.value.entries, now.view.entries) } };
}

/** What can be started for a branch. */
export async function askWorkflows(
  ask: Ask | undefined,
  held: Held | undefined,
  about: CardKey,
): Promise<Outcome<readonly Workflow[]>> {
  if (!held) return notConnected;
  const answer = await question(ask, 'run/workflows', { room: held.view.room, about });
  return answer.ok ? { ok: true, value: answer.value.workflows } : answer;
}

/** How a line may go on at its caret. Of a message that is being written the bridge is shown the name alone that its writer is calling. */
export async function askCompletion(
  ask: Ask | undefined,
  held: Held | undefined,
  { text, caret, about }: Omit<Params<'command/complete'>, 'room'>,
): Promise<Outcome<Completion | null>> {
  if (!held) return notConnected;
  const shown = text.startsWith('/') ? { from: 0, text } : called(text, caret);
  if (!shown) return { ok: true, value: null };
  const { from } = shown;
  const line = { room: held.view.room, text: shown.text, caret: caret - from, about };
  // A bridge would refuse it at each letter, and end the connection of who is refused too often.
  if (!methods['command/complete'].params.safeParse(line).success) return { ok: true, value: null };
  const answer = await question(ask, 'command/complete', line);
  if (!answer.ok) return answer;
  const { completion } = answer.value;
  return { ok: true, value: completion && { ...completion, from: completion.from + from, to: completion.to + from } };
}

/** The word at the caret that begins with an at sign, with the blank behind it; undefined where there is none. */
function called(text: string, caret: number): { readonly from: number; readonly text: string } | undefined {
  const begun = /(?:^|\s)(@\S*)$/.exec(text.slice(0, caret))?.[1];
  if (begun === undefined) return undefined;
  return { from: caret - begun.length, text: begun + (/^\S*\s?/.exec(text.slice(caret))?.[0] ?? '') };
}

/** Has the bridge forget this device, or all of this person's. */
export async function askSignOut(ask: Ask | undefined, everywhere: boolean): Promise<Outcome<number>> {
  const answer = await question(ask, 'person/sign-out', { everywhere });
  return answer.ok ? { ok: true, value: answer.value.devices } : answer;
}
