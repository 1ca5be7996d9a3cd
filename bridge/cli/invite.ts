import { Unusable } from '../unusable.ts';
import { type Calling, type PlaceOptions, placeOf } from './options.ts';
import { askForInvitation, findRunning } from './running.ts';

/** Prints a one-time link by which somebody comes in under their own name. Needs the bridge to run. */
export async function invite(calling: Calling, name: string, options: PlaceOptions): Promise<void> {
  const place = await placeOf(calling, options);
  const running = await findRunning(place.announcement, place.data);
  if (!running) throw new Unusable('No bridge runs for this repository. Start one with “npm start”, then invite.');
  const { link, person } = await askForInvitation(running, name);
  calling.say(`A link for ${name}, good for one use within ten minutes:`);
  calling.say('');
  calling.say(`  ${link}`);
  if (person === undefined) return;
  calling.say('');
  calling.say(`Rules in shiproom.yaml name them ${person}.`);
}
