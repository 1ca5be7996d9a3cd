import type { PersonId } from '../../../protocol/model/ids.ts';
import { code, message, paragraph, say } from '../../domain/prose.ts';
import type { Put } from '../../ports/store.ts';
import type { ChatAsker } from '../lines/act-line.ts';
import { decideOnce } from '../decide.ts';
import { signOut } from '../people/devices.ts';
import { identityId, partFrom, putIdentity } from '../people/identities.ts';
import { mintCode } from '../people/open-session.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { mintPairing, takePairing } from '../people/pairing.ts';
import { type Command, type Context, reading, type Reply } from './command.ts';

// These concern nobody but the asker, and tell nobody else anything: so they are open to everybody, as reading is.

/** Joins somebody of a chat and their editor: they are one person from then on. */
export const pair: Command = {
  spec: {
    name: 'pair',
    summary: 'Connects your editor as you, or joins you in chat with your editor',
    effect: 'read',
    private: true,
    arguments: [{ name: 'code', summary: 'What your editor’s “pair” has shown', kind: 'word', required: false }],
  },
  prepare: async (context) => ({ act: () => begin(context) }),
};

async function begin(context: Context): Promise<Outcome<Reply>> {
  const { from, asker, values, world, by } = context;
  const typed = values['code'];
  if (!from)
    return typed === undefined ? showCode(context) : refuse('invalid_params', 'Type that in the chat.', 'code');
  if (!asker.member) return refuse('not_allowed_here', 'Guests, bots and people of other teams cannot be paired.');
  if (typed !== undefined) return joinTo(context, from, typed);
  await decideOnce(world, async () => {
    const puts = await introduced(context);
    return puts.length > 0
      ? { change: { at: world.clock.now(), puts }, answer: () => undefined }
      : { answer: undefined };
  });
  const link = `${world.address}/join#code=${await mintCode(world, by.id)}`;
  return done({
    message: message(
      paragraph(['Your link, good once and for ten minutes: ', { type: 'link', text: link, href: link }]),
      paragraph([
        'Open it, and choose your editor or your browser; or give it to “Shiproom: Connect to Bridge…” in VS Code. Whoever has it comes in as you: keep it to yourself.',
      ]),
    ),
  });
}

/** A person whom the chat alone knows is made known, so that an editor may come in as them. */
async function introduced({ world, by, from }: Context): Promise<Put[]> {
  if (!from || identityId(from.platform, from.by) !== by.id) return [];
  const person = await world.store.get('person', by.id);
  const value = { ...by, owner: false };
  return [
    ...(await putIdentity(world, from.platform, from.by, by.id)),
    { kind: 'person', id: by.id, after: person?.version ?? 0, value },
  ];
}

async function showCode({ world, by }: Context): Promise<Outcome<Reply>> {
  const typed = await mintPairing(world, by.id);
  const commands = world.chats.map(({ id }) => world.names.get(id) ?? id);
  if (commands.length === 0) return refuse('upstream_refused', 'No chat is connected to this bridge yet.');
  return done({
    message: message(
      paragraph(['In ', commands.join(' or '), ', say ', code(`pair ${typed}`), ' to the bot within ten minutes.']),
      paragraph('From then on what you do there is done as you, and your words there are yours here.'),
    ),
  });
}

/** Whoever types a code that was shown to somebody is that somebody: they have shown both ([T8]). */
async function joinTo({ world, by }: Context, from: ChatAsker, typed: string): Promise<Outcome<Reply>> {
  const joined = await decideOnce<PersonId | undefined>(world, async () => {
    const taken = await takePairing(world, typed);
    if (!taken) return { answer: undefined };
    const puts = [taken.put, ...(await putIdentity(world, from.platform, from.by, taken.person))];
    return { change: { at: world.clock.now(), puts }, answer: () => taken.person };
  });
  if (joined === undefined)
    return refuse(
      'not_authenticated',
      'That code was used already, or is too old. Say “pair” in your editor for a new one.',
    );
  const own = identityId(from.platform, from.by);
  // Editors that came in by the chat alone would be somebody whom nobody is any more, and whom nobody could sign out.
  if (joined !== own) await signOut(world, own, {});
  const person = await world.store.get('person', joined);
  return done({ message: say(`You are ${person?.value.name ?? by.name} here too from now on.`) });
}

/** Parts somebody of a chat from the person that they were joined with. */
export const unpair: Command = {
  spec: {
    name: 'unpair',
    summary: 'Parts you in chat from your editor again',
    effect: 'read',
    private: true,
    arguments: [],
  },
  prepare: ({ world, by, from }) =>
    reading(async () => {
      const parted = await partFrom(world, by.id, from && identityId(from.platform, from.by));
      return {
        message: say(parted ? 'Done: the chat and your editor are two again.' : 'You were not joined with an editor.'),
      };
    }),
};
