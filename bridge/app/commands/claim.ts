import { BranchName } from '../../../protocol/model/ids.ts';
import type { CardKey, Claim } from '../../../protocol/model/card.ts';
import type { Person } from '../../../protocol/model/person.ts';
import { health } from '../../../protocol/model/health.ts';
import { cardId } from '../../domain/card.ts';
import { called } from '../../domain/mentions.ts';
import { code, say } from '../../domain/prose.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { everybody } from '../people/identities.ts';
import { telling } from '../routes/tell.ts';
import type { World } from '../world.ts';
import { answering, type Command, type Context, refusing, type Reply } from './command.ts';

/** A claim that nobody renews ends after a working day. */
const claimMs = 8 * 60 * 60_000;

const branchArgument = {
  name: 'branch',
  summary: 'The branch; yours if left out',
  kind: 'branch',
  required: false,
} as const;

/** Says that somebody is on a red branch, so that no two mend the same. */
export const claim: Command = {
  spec: {
    name: 'claim',
    summary: 'Says that you, or somebody else, is on a red branch',
    effect: 'write',
    arguments: [branchArgument],
    options: [{ name: 'to', summary: 'Hands it to this person', kind: 'person' }],
  },
  async prepare(context) {
    const key = keyOf(context);
    if (!key) return answering(['Which branch? Say ', code('claim <branch>'), ', or share yours first.']);
    const card = await context.world.store.get('card', cardId(key));
    if (!card || health(card.value) !== 'failing')
      return answering([code(key.branch), ' is not red. There is nothing to claim.']);
    const to = context.options['to']?.[0];
    const whom = to === undefined ? done(context.by) : await personOf(context.world, to);
    return whom.ok ? { branch: key.branch, act: () => take(context, key, whom.value) } : refusing(whom);
  },
};

/** Says that nobody is on it any more. */
export const release: Command = {
  spec: {
    name: 'release',
    summary: 'Says that nobody is on a red branch any more',
    effect: 'write',
    arguments: [branchArgument],
  },
  async prepare(context) {
    const key = keyOf(context);
    const card = key && (await context.world.store.get('card', cardId(key)));
    if (!key) return answering(['Which branch? Say ', code('release <branch>'), ', or share yours first.']);
    if (!card?.value.claim) return answering(['Nobody is on ', code(key.branch), '.']);
    return {
      branch: key.branch,
      async act() {
        await put(context, key, undefined);
        return done({ message: say(['Nobody is on ', code(key.branch), ' any more.']), about: key });
      },
    };
  },
};

function keyOf({ repository, branch, values }: Context): CardKey | undefined {
  const named = BranchName.safeParse(values['branch'] ?? branch);
  return named.success ? { repository, branch: named.data } : undefined;
}

/** Somebody of the room, by id or by the name that one reads. */
async function personOf(world: World, named: string): Promise<Outcome<Person>> {
  const found = called(await everybody(world), named.replace(/^@/, ''));
  const [only] = found;
  if (only && found.length === 1) return done(only);
  return refuse(
    'invalid_params',
    found.length > 1 ? `Several are called “${named}”. Use the id.` : `Nobody here is called “${named}”.`,
    'to',
  );
}

async function take(context: Context, key: CardKey, by: Person): Promise<Outcome<Reply>> {
  const at = context.world.clock.now();
  const before = await put(context, key, { by, at, until: at + claimMs });
  const from = before && before.by.id !== by.id ? `, and takes over from ${before.by.name}` : '';
  return done({ message: say([`${by.name} is on `, code(key.branch), `${from}.`]), about: key });
}

async function put({ world, room }: Context, key: CardKey, fact: Claim | undefined): Promise<Claim | undefined> {
  return decideOnce<Claim | undefined>(world, async () => {
    const changed = await changeCard(world, room, key, { source: 'claim', fact });
    if (!changed) return { answer: undefined };
    const change = telling({ at: world.clock.now(), puts: [changed.put] }, changed.told);
    return { change, answer: () => changed.before.claim };
  });
}
