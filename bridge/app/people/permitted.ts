import type { Person } from '../../../protocol/model/person.ts';
import type { Accounts, ForgeAccount } from '../../ports/accounts.ts';
import type { At } from '../commands/command.ts';
import { accountId } from './linking.ts';
import { type Refusal, refuse } from '../outcome.ts';
import { upstream } from '../upstream.ts';
import type { World } from '../world.ts';

/**
 * Why somebody may not act at an engine whose forge has its own say ([T8]): they have not shown who they are there, or may not write. The
 * forge is asked at the moment of the act; where it does not answer, nobody acts. Undefined: they may, or no forge guards it.
 */
export async function whyNotPermitted(world: World, by: Person, at: At): Promise<Refusal | undefined> {
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
  if (asked.value === 'write' || asked.value === 'admin')
    return at.approvers && whyNotApprover(name, accounts, { id, login }, at.approvers);
  const may = asked.value === 'read' ? 'may only read' : 'has no access to';
  return refuse('not_allowed_here', `@${login} ${may} ${at.repository} on ${name}.`).refusal;
}

/**
 * Why somebody who may write may not answer a gate: it is asked of others, and the bridge's credentials may be those of one of them. Who
 * is of a team is not known here, so a team's members answer by themselves. The login is asked for anew: it may be somebody else's now.
 */
async function whyNotApprover(
  name: string,
  accounts: Accounts,
  account: ForgeAccount,
  approvers: readonly string[],
): Promise<Refusal | undefined> {
  const asked = await upstream(name, () => accounts.login(account));
  if (!asked.ok) return asked.refusal;
  const login = asked.value?.toLowerCase();
  if (login !== undefined && approvers.some((each) => each.toLowerCase() === login)) return undefined;
  const whom = approvers.length > 0 ? approvers.map((each) => `@${each}`).join(', ') : 'others';
  return refuse(
    'not_allowed_here',
    `${name} asks this of ${whom}. If you are of a team of these, do it with your own session (shiproom.actAs: me in VS Code) or on the run’s page.`,
  ).refusal;
}
