import * as z from 'zod/mini';
import { Unusable } from '../unusable.ts';
import { type Calling, type PlaceOptions, placeOf } from './options.ts';
import { askAsOwner, findRunning } from './running.ts';

const Answered = z.object({ reply: z.object({ text: z.string() }) });

/** Runs a line of the bot as the owner of the bridge that runs, and prints the answer. */
export async function runLine(calling: Calling, line: string, options: PlaceOptions): Promise<void> {
  const place = await placeOf(calling, options);
  const running = await findRunning(place.announcement, place.data);
  if (!running) throw new Unusable('No bridge runs for this repository. Start one with “npm start”, then ask again.');
  const { reply } = await askAsOwner(running, '/run', { line }, Answered);
  for (const each of reply.text.split('\n')) calling.say(each.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' '));
}
