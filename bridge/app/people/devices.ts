import type { PersonId } from '../../../protocol/model/ids.ts';
import type { Kept, Put } from '../../ports/store.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome } from '../outcome.ts';
import type { World } from '../world.ts';

const isSignedIn = ({ value }: Kept<'token'>, person: PersonId): boolean =>
  value.person === person && value.revokedAt === undefined && value.device !== undefined;

/** The editors and pages that a person has signed in, oldest first. */
export async function devicesOf(world: World, person: PersonId): Promise<Kept<'token'>[]> {
  const all = await world.store.list('token');
  return all.filter((kept) => isSignedIn(kept, person)).toSorted((a, b) => a.value.createdAt - b.value.createdAt);
}

/** The codes by which more could come in as a person, used up: whoever has one still may not be the person any more. */
async function codesOf(world: World, person: PersonId, at: number): Promise<Put[]> {
  const all = await world.store.list('code');
  const good = all.filter(({ value }) => value.person === person && value.usedAt === undefined && value.expiresAt > at);
  return good.map(({ id, version, value }) => ({ kind: 'code', id, after: version, value: { ...value, usedAt: at } }));
}

/**
 * Revokes one of a person's devices, named by its token's SHA-256, or all of them and the codes that are still good; and then ends what they opened, at once. A token that no device
 * has is the bridge's own file's, for programs of whoever runs it, and stays.
 */
export async function signOut(
  world: World,
  person: PersonId,
  { token }: { readonly token?: string },
): Promise<Outcome<{ devices: number }>> {
  const tokens = await decideOnce(world, async () => {
    const at = world.clock.now();
    const devices = token === undefined ? await devicesOf(world, person) : [await world.store.get('token', token)];
    const open = devices.flatMap((kept) => (kept && isSignedIn(kept, person) ? [kept] : []));
    const puts = open.map(
      ({ id, version, value }): Put => ({ kind: 'token', id, after: version, value: { ...value, revokedAt: at } }),
    );
    if (token === undefined) puts.push(...(await codesOf(world, person, at)));
    const ids = open.map(({ id }) => id);
    return puts.length > 0 ? { change: { at, puts }, answer: () => ids } : { answer: ids };
  });
  if (tokens.length > 0) world.bus.tell({ type: 'revoked', tokens });
  return done({ devices: tokens.length });
}
