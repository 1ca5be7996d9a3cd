import type { PersonId } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { Accounts, ForgeAccount, LinkBegun } from '../../ports/accounts.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { upstream } from '../upstream.ts';
import type { World } from '../world.ts';

/** Links that people are in the middle of. They are gone with the process: whoever had begun begins anew. */
export interface Linking {
  /** Begins to link somebody, or repeats what they were told; from then on the forge is asked until they have shown who they are. */
  begin(accounts: Accounts, person: Person): Promise<Outcome<LinkBegun>>;
  /** Why the last try of somebody came to nothing; told once. */
  failure(accounts: Accounts, person: PersonId): string | undefined;
  /** The forge is asked no more. */
  close(): void;
}

export const accountId = (forge: string, person: PersonId): string => `${forge}/${person}`;

/** `world` is asked for when it is needed, so that this may be a part of it. */
export function createLinking(world: () => World): Linking {
  const begun = new Map<string, LinkBegun>();
  const failures = new Map<string, string>();
  const waiting = new Map<string, () => void>();

  function wait(accounts: Accounts, person: Person, link: LinkBegun, afterMs: number): void {
    const key = accountId(accounts.id, person.id);
    const cancel = world().clock.after(afterMs, () => {
      if (begun.get(key) !== link) return;
      ask(world(), accounts, person, link).then(
        (end) => {
          if (end.type === 'waiting') return wait(accounts, person, link, end.intervalMs);
          begun.delete(key);
          return end.why === undefined ? undefined : void failures.set(key, end.why);
        },
        (error: unknown) => {
          begun.delete(key);
          world().log.warn('an account could not be linked', { error });
        },
      );
    });
    waiting.set(key, cancel);
  }

  return {
    async begin(accounts, person) {
      const key = accountId(accounts.id, person.id);
      const open = begun.get(key);
      if (open && open.expiresAt > world().clock.now()) return done(open);
      const name = world().names.get(accounts.id) ?? accounts.id;
      const asked = await upstream(name, () => accounts.begin());
      if (!asked.ok) return asked;
      if (!asked.value) return notSetUp(name);
      failures.delete(key);
      begun.set(key, asked.value);
      wait(accounts, person, asked.value, asked.value.intervalMs);
      return done(asked.value);
    },
    failure(accounts, person) {
      const key = accountId(accounts.id, person);
      const why = failures.get(key);
      failures.delete(key);
      return why;
    },
    close() {
      begun.clear();
      for (const cancel of waiting.values()) cancel();
    },
  };
}

const notSetUp = (name: string) =>
  refuse('upstream_refused', `Nobody can link ${name} here yet: whoever runs the bridge has to set its client id.`);

type End =
  | { readonly type: 'waiting'; readonly intervalMs: number }
  | { readonly type: 'ended'; readonly why?: string | undefined };

/** Asks whether somebody has shown who they are, and keeps it where they have. */
async function ask(world: World, accounts: Accounts, person: Person, link: LinkBegun): Promise<End> {
  if (link.expiresAt <= world.clock.now()) return { type: 'ended', why: 'Nobody typed the code in time.' };
  const state = await upstream(accounts.id, () => accounts.finish(link.secret));
  // A forge that does not answer now may answer the next time.
  if (!state.ok) return { type: 'waiting', intervalMs: link.intervalMs };
  if (state.value.state === 'waiting') return { type: 'waiting', intervalMs: state.value.intervalMs };
  if (state.value.state === 'refused') return { type: 'ended', why: state.value.why };
  const linked = await keepAccount(world, accounts.id, person.id, state.value.account, true);
  return { type: 'ended', why: linked.ok ? undefined : linked.refusal.message };
}

/** Remembers who somebody is on a forge. What they have proved is not overwritten by what they only say; one account is one person's. */
export async function keepAccount(
  world: World,
  forge: string,
  person: PersonId,
  account: ForgeAccount,
  proved: boolean,
): Promise<Outcome<undefined>> {
  return decideOnce<Outcome<undefined>>(world, async () => {
    const others = await world.store.list('account');
    const taken = others.find(
      ({ value }) => value.proved && value.forge === forge && value.account === account.id && value.person !== person,
    );
    if (taken)
      return {
        answer: refuse(
          'forbidden_or_missing',
          `@${account.login} is linked to somebody else here. Is that you, in an editor? Say “pair” there, and the code that it shows here.`,
        ),
      };
    const id = accountId(forge, person);
    const kept = await world.store.get('account', id);
    if (kept?.value.proved && !proved) return { answer: done(undefined) };
    const at = world.clock.now();
    const value = { person, forge, account: account.id, login: account.login, proved, at };
    return {
      change: { at, puts: [{ kind: 'account', id, after: kept?.version ?? 0, value }] },
      answer: () => done(undefined),
    };
  });
}

/** Who a person is on the forges. */
export async function accountsOf(world: World, person: PersonId) {
  const all = await world.store.list('account');
  return all
    .filter(({ value }) => value.person === person && value.account !== '')
    .map(({ value: { forge, account, login, proved } }) => ({ forge, id: account, login, proved }));
}
