import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import { accountId } from './linking.ts';
import { type Refusal, refuse } from './outcome.ts';
import { upstream } from './upstream.ts';
import type { World } from './world.ts';

/**
 * Why somebody may not act at an engine whose forge has its own say ([T8]): they have not shown who they are there, or may not write. The
 * forge is asked at the moment of the act; where it does not answer, nobody acts. Undefined: they may, or no forge guards it.
 */
export async function whyNotPermitted(
  world: World,
  by: Person,
  at: { readonly provider: string; readonly repository: RepositoryId },
): Promise<Refusal | undefined> {
  const accounts = world.accounts.find(({ guards }) => guards.includes(at.provider));
  if (!accounts) return undefined;
  const name = world.names.get(accounts.id) ?? accounts.id;
  const kept = await world.store.get('account', accountId(accounts.id, by.id));
  if (!kept?.value.proved)
    return refuse(
      'identity_not_linked',
      `The bridge does not know who you are on ${name}. Link your account first: say “link”.`,
    ).refusal;
  const { account: id, login } = kept.value;
  const asked = await upstream(name, () => accounts.permission({ id, login }, at.repository));
  if (!asked.ok) return asked.refusal;
  if (asked.value === 'write' || asked.value === 'admin') return undefined;
  const may = asked.value === 'read' ? 'may only read' : 'has no access to';
  return refuse('not_allowed_here', `@${login} ${may} ${at.repository} on ${name}.`).refusal;
}
