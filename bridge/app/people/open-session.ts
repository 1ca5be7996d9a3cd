import type { DeviceId, PersonId } from '../../../protocol/model/ids.ts';
import { PersonId as PersonIdSchema } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { Asker } from '../../domain/permission.ts';
import type { Put } from '../../ports/store.ts';
import { decideOnce } from '../decide.ts';
import { askerOf } from './identities.ts';
import { done, type Outcome, refuse, sha256 } from '../outcome.ts';
import type { World } from '../world.ts';

/** The program that somebody came in with, and what it calls itself. */
export interface Device {
  readonly id: DeviceId;
  readonly name: string;
}

/** A one-time link is good for this long. */
const codeLifeMs = 10 * 60_000;

/** Somebody whose token was accepted. `token` is there only when a code has just bought it. */
export interface Opened {
  readonly person: Person;
  readonly asker: Asker;
  readonly token?: string;
  /** The SHA-256 of the token by which they came in. */
  readonly tokenId: string;
}

/** Lets somebody in by token, or by a one-time code, which buys a token. Tokens and codes are kept as hashes only. */
export async function openSession(
  world: World,
  credential: { readonly token?: string | undefined; readonly code?: string | undefined },
  device: Device,
): Promise<Outcome<Opened>> {
  if ((credential.token === undefined) === (credential.code === undefined)) {
    return refuse('invalid_params', 'Send a token or a code, and not both.', 'token');
  }
  if (credential.token !== undefined) return openByToken(world, credential.token);
  return openByCode(world, credential.code ?? '', device);
}

async function openByToken(world: World, token: string): Promise<Outcome<Opened>> {
  const kept = await world.store.get('token', sha256(token));
  if (!kept || kept.value.revokedAt !== undefined) return refuse('not_authenticated');
  return opened(world, kept.value.person, kept.id);
}

async function opened(world: World, id: PersonId, tokenId: string, token?: string): Promise<Outcome<Opened>> {
  const kept = await world.store.get('person', id);
  if (!kept) return refuse('not_authenticated');
  const { name } = kept.value;
  const asker = await askerOf(world, id);
  return done({ person: { id, name }, asker, tokenId, ...(token === undefined ? {} : { token }) });
}

async function openByCode(world: World, code: string, device: Device): Promise<Outcome<Opened>> {
  const token = world.ids.hex(32);
  const person = await decideOnce<PersonId | undefined>(world, async () => {
    const at = world.clock.now();
    const id = sha256(code);
    const kept = await world.store.get('code', id);
    if (!kept || kept.value.usedAt !== undefined || kept.value.expiresAt <= at || kept.value.pairs)
      return { answer: undefined };
    // The code's version makes it one-time: of two who use it at once, one meets a conflict and then finds it used.
    const used: Put = { kind: 'code', id, after: kept.version, value: { ...kept.value, usedAt: at } };
    return {
      change: { at, puts: [used, newToken(token, kept.value.person, at, device)] },
      answer: () => kept.value.person,
    };
  });
  if (person === undefined)
    return refuse('not_authenticated', 'This link was used already, or is too old. Ask for a new one.');
  return opened(world, person, sha256(token), token);
}

const newToken = (token: string, person: PersonId, createdAt: number, device?: Device): Put => ({
  kind: 'token',
  id: sha256(token),
  after: 0,
  value: { person, createdAt, ...(device ? { device: device.id, name: device.name } : {}) },
});

/** Mints a one-time code for somebody. */
export async function mintCode(world: World, person: PersonId): Promise<string> {
  const code = world.ids.hex(16);
  const at = world.clock.now();
  const put: Put = { kind: 'code', id: sha256(code), after: 0, value: { person, expiresAt: at + codeLifeMs } };
  return decideOnce(world, async () => ({ change: { at, puts: [put] }, answer: () => code }));
}

/** Mints a token for the owner of a loopback bridge, to be kept in a file that only they can read. */
export async function mintToken(world: World, person: PersonId): Promise<string> {
  const token = world.ids.hex(32);
  const at = world.clock.now();
  return decideOnce(world, async () => ({ change: { at, puts: [newToken(token, person, at)] }, answer: () => token }));
}

/** Makes a person known under an id made from their name, and mints the code by which they come in. */
export async function invite(world: World, name: string): Promise<Outcome<{ person: Person; code: string }>> {
  const slug = name
    .trim()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  if (slug === '') return refuse('invalid_params', 'A name needs a letter from a to z, or a digit.', 'name');
  const person = { id: PersonIdSchema.parse(slug), name: name.trim().slice(0, 80) };
  const known = await decideOnce(world, async () => {
    const kept = await world.store.get('person', person.id);
    if (kept) return { answer: kept.value };
    const put: Put = { kind: 'person', id: person.id, after: 0, value: { ...person, owner: false } };
    return { change: { at: world.clock.now(), puts: [put] }, answer: () => put.value };
  });
  if (known.owner) return refuse('invalid_params', 'That name is the owner’s. Choose another.', 'name');
  return done({ person, code: await mintCode(world, person.id) });
}
