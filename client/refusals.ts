import { failures, type Slug } from '../protocol/wire/failure.ts';
import type { Refused } from './session.ts';
import { endedHere } from './words.ts';

/** A refusal of this client's own, in the words of the wire's table where there are no better ones. */
export const refused = (slug: Slug, message: string = failures[slug].message): Refused => ({
  ok: false,
  slug,
  message,
});

const own = (slug: string, message: string): Refused => ({ ok: false, slug, message });

/** Nothing was sent. */
export const notConnected = own('not_connected', 'Not connected to the bridge. Try again once it is back.');
export const notRun = own('not_connected', 'Not connected to the bridge; nothing was run.');
/** What was done at the engine stays done there. */
export const notTold = own('not_connected', 'Not connected to the bridge; the team was not told.');
export const neverConnected = own(
  'not_connected',
  'The bridge was never reached, so there is no room yet to say this in. Connect first.',
);
/** The connection stands, but this question was not answered. */
export const notAnswered = own('no_answer', 'The bridge did not answer in time. Try again.');
export const notReadable = own(
  'not_readable',
  'The bridge answered something that this version cannot read. Upgrade whichever of the two is older.',
);
export const ended = own('not_connected', endedHere);
/** Offsets of an older feed say nothing in the new one. */
export const reloaded = own('reloaded', 'The history was loaded anew meanwhile. Look again.');
export const notKept = own('not_kept', 'This could not be written to this machine’s disk, so it was not sent.');
/** All that this client itself refuses with, as an editor may have it in its user's language. */
export const refusals = (): readonly string[] =>
  [
    notConnected,
    notRun,
    notTold,
    neverConnected,
    notAnswered,
    notReadable,
    ended,
    reloaded,
    notKept,
    unsureWhetherRun,
  ].map(({ message }) => message);
/** A command whose answer never came. */
export const unsureWhetherRun = refused(
  'indeterminate',
  'The connection was lost before the bot answered. The command may have run: look before you ask again.',
);
