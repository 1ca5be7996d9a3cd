import { PersonId } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { Asker } from '../../domain/permission.ts';
import type { ChatUser } from '../../ports/chat-platform.ts';
import type { Kept, Put } from '../../ports/store.ts';
import { decideOnce } from '../decide.ts';
import { signOut } from './devices.ts';
import type { World } from '../world.ts';

/** Who somebody of a chat is here, and what they may be let do. */
export interface ChatPerson {
  readonly person: Person;
  readonly asker: Asker;
}

/** The id of a chat user: nobody is ever found by name or e-mail. */
export const identityId = (platform: string, { team, user }: Pick<ChatUser, 'team' | 'user'>): PersonId =>
  PersonId.parse(`${platform}:${team}/${user}`.slice(0, 120));

const nameOf = ({ name, user }: ChatUser): string => name.slice(0, 80) || user;

/**
 * The person that a chat user is ([T8]): whoever showed that they are both, by pairing; else a person of their own. A guest, a stranger or a
 * bot is no member, whatever they were before ([T18]).
 */
export async function personOf(world: World, platform: string, user: ChatUser): Promise<ChatPerson> {
  const id = identityId(platform, user);
  const kept = await world.store.get('identity', id);
  const member = user.member && !user.bot;
  const paired = kept && kept.value.person !== id ? await world.store.get('person', kept.value.person) : undefined;
  // Whom the platform could not look up is not let do anything, but has not been made a guest either.
  if (kept && !user.unsure && kept.value.member !== member) await noteMembership(world, id, member);
  const name = user.unsure && kept ? kept.value.name : nameOf(user);
  const person = paired ? { id: paired.value.id, name: paired.value.name } : { id, name };
  const also = paired ? [id] : [];
  return { person, asker: { person: person.id, also, owner: (paired?.value.owner ?? false) && member, member } };
}

/**
 * What somebody who came by a token may be let do: they have the ids that they paired with, but for those that are guests' by now ([T18]),
 * and are no member where their chat says so.
 */
export async function askerOf(world: World, person: PersonId): Promise<Asker> {
  const kept = await world.store.get('person', person);
  const own = await world.store.get('identity', person);
  const all = await world.store.list('identity');
  const also = all
    .filter(({ id, value }) => value.person === person && id !== person && value.member)
    .map(({ id }) => PersonId.parse(id));
  return { person, also, owner: kept?.value.owner ?? false, member: own?.value.member ?? true };
}

/** Somebody was made a guest, or a member again: editors that came in by that identity alone are signed out. */
async function noteMembership(world: World, id: PersonId, member: boolean): Promise<void> {
  await decideOnce(world, async () => {
    const kept = await world.store.get('identity', id);
    if (!kept) return { answer: undefined };
    const at = world.clock.now();
    const put: Put = { kind: 'identity', id, after: kept.version, value: { ...kept.value, member, at } };
    return { change: { at, puts: [put] }, answer: () => undefined };
  });
  if (!member) await signOut(world, id, {});
}

/** Everybody whom the room knows: its people, and those of its chats, under each name that they have. */
export async function everybody(world: World): Promise<Person[]> {
  const people = await world.store.list('person');
  const chatters = await world.store.list('identity');
  return [
    ...people.map(({ value: { id, name } }) => ({ id, name })),
    ...chatters.map(({ value: { person, name } }) => ({ id: person, name })),
  ];
}

/** Parts a person from one chat user that they were joined with, or from all; answers whether there was any. */
export async function partFrom(world: World, person: PersonId, only?: PersonId): Promise<boolean> {
  return decideOnce(world, async () => {
    const all = await world.store.list('identity');
    const joined = all.filter(
      ({ id, value }) => value.person === person && id !== person && (only === undefined || id === only),
    );
    const at = world.clock.now();
    const puts = joined.map(
      ({ id, version, value }): Put => ({
        kind: 'identity',
        id,
        after: version,
        value: { ...value, person: PersonId.parse(id), at },
      }),
    );
    return puts.length > 0 ? { change: { at, puts }, answer: () => true } : { answer: false };
  });
}

/** The chat users that a person is, on one platform. */
export const usersOf = async (world: World, platform: string, person: PersonId): Promise<string[]> =>
  userIds(platform, await identitiesOf(world, person));

/** Those of them that are no guests by now. */
export const membersOf = async (world: World, platform: string, person: PersonId): Promise<string[]> =>
  userIds(
    platform,
    (await identitiesOf(world, person)).filter(({ value }) => value.member),
  );

async function identitiesOf(world: World, person: PersonId): Promise<Kept<'identity'>[]> {
  const all = await world.store.list('identity');
  return all.filter(({ id, value }) => value.person === person || id === person);
}

const userIds = (platform: string, all: readonly Kept<'identity'>[]): string[] =>
  all.flatMap(({ id }) => (id.startsWith(`${platform}:`) ? (id.split('/').at(-1) ?? []) : []));

/** Who a chat user is from now on, and how they are called. */
export async function putIdentity(world: World, platform: string, user: ChatUser, person: PersonId): Promise<Put[]> {
  const id = identityId(platform, user);
  const kept = await world.store.get('identity', id);
  const value = { person, name: nameOf(user), member: user.member && !user.bot, at: world.clock.now() };
  return [{ kind: 'identity', id, after: kept?.version ?? 0, value }];
}
