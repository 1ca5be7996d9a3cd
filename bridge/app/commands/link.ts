import { code, message, paragraph, say } from '../../domain/prose.ts';
import type { Accounts } from '../../ports/accounts.ts';
import { decideOnce } from '../decide.ts';
import { accountId } from '../people/linking.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { answering, type Command, type Context, type Ready, refusing, type Reply } from './command.ts';

const forgeArgument = {
  name: 'forge',
  summary: 'Which one, where there are several',
  kind: 'word',
  required: false,
} as const;

// Both concern nobody but the asker, and tell nobody else anything: so they are open to everybody, as reading is.

/** Links the asker to their account on a forge, which they show there. */
export const link: Command = {
  spec: {
    name: 'link',
    summary: 'Links you to your account on the forge',
    effect: 'read',
    private: true,
    arguments: [forgeArgument],
  },
  prepare: async (context) => which(context, (accounts) => begin(context, accounts)),
};

/** Forgets who the asker is on a forge. */
export const unlink: Command = {
  spec: { name: 'unlink', summary: 'Forgets your account on the forge', effect: 'read', arguments: [forgeArgument] },
  prepare: async (context) => which(context, (accounts) => forget(context, accounts)),
};

function which({ world, values }: Context, act: (accounts: Accounts) => Promise<Outcome<Reply>>): Ready {
  const wanted = values['forge']?.toLowerCase();
  const [accounts] = world.accounts.filter(({ id }) => wanted === undefined || id === wanted);
  if (accounts) return { act: () => act(accounts) };
  if (world.accounts.length === 0) return answering('No forge is connected here on which people have accounts.');
  return refusing(refuse('invalid_params', `There is no forge “${wanted}” here.`, 'forge'));
}

const nameOf = ({ world }: Context, { id }: Accounts): string => world.names.get(id) ?? id;

async function begin(context: Context, accounts: Accounts): Promise<Outcome<Reply>> {
  const { world, by, asker } = context;
  if (!asker.member) return refuse('not_allowed_here', 'Guests, bots and people of other teams cannot be linked.');
  const name = nameOf(context, accounts);
  const kept = await world.store.get('account', accountId(accounts.id, by.id));
  if (kept?.value.proved) return done({ message: say(`You are @${kept.value.login} on ${name}.`) });
  const failed = world.linking.failure(accounts, by.id);
  const begun = await world.linking.begin(accounts, by);
  if (!begun.ok) return begun;
  const { url, userCode } = begun.value;
  return done({
    message: message(
      ...(failed === undefined ? [] : [paragraph(`The last try came to nothing: ${failed}`)]),
      paragraph(['Open ', { type: 'link', text: url, href: url }, ' and type ', code(userCode), '.']),
      paragraph([
        `You show ${name} who you are; the bridge keeps your login and no token. Say `,
        code('link'),
        ' again to see whether it worked.',
      ]),
    ),
  });
}

async function forget(context: Context, accounts: Accounts): Promise<Outcome<Reply>> {
  const { world, by } = context;
  const name = nameOf(context, accounts);
  const known = await decideOnce(world, async () => {
    const id = accountId(accounts.id, by.id);
    const kept = await world.store.get('account', id);
    if (!kept || kept.value.account === '') return { answer: false };
    // Things are not removed: an empty account is nobody's.
    const value = { ...kept.value, account: '', login: '', proved: false, at: world.clock.now() };
    return {
      change: { at: value.at, puts: [{ kind: 'account', id, after: kept.version, value }] },
      answer: () => true,
    };
  });
  return done({ message: say(known ? `Your ${name} account is forgotten.` : `You were not linked to ${name}.`) });
}
