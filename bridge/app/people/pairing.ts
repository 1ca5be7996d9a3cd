import type { PersonId } from '../../../protocol/model/ids.ts';
import type { Put } from '../../ports/store.ts';
import { decideOnce } from '../decide.ts';
import { sha256 } from '../outcome.ts';
import type { World } from '../world.ts';

/** A code to type is good for this long. It buys no token, and who tries others’ has 48 bits to go through. */
const lifeMs = 10 * 60_000;
const bytes = 6;

const plain = (typed: string): string => typed.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
const idOf = (typed: string): string => sha256(`pair/${plain(typed)}`);

/** Mints a one-time code by which somebody shows a chat who they are here: `1A2B-3C4D-5E6F`. */
export async function mintPairing(world: World, person: PersonId): Promise<string> {
  const code = world.ids.hex(bytes);
  const at = world.clock.now();
  const put: Put = { kind: 'code', id: idOf(code), after: 0, value: { person, expiresAt: at + lifeMs, pairs: true } };
  return decideOnce(world, async () => ({
    change: { at, puts: [put] },
    answer: () => (code.toUpperCase().match(/.{4}/g) ?? []).join('-'),
  }));
}

/** Whose a code is that somebody typed, and the put that uses it up; undefined where it is none, or is none any more. */
export async function takePairing(
  world: World,
  typed: string,
): Promise<{ readonly person: PersonId; readonly put: Put } | undefined> {
  const at = world.clock.now();
  const id = idOf(typed);
  const kept = await world.store.get('code', id);
  if (!kept?.value.pairs || kept.value.usedAt !== undefined || kept.value.expiresAt <= at) return undefined;
  return {
    person: kept.value.person,
    put: { kind: 'code', id, after: kept.version, value: { ...kept.value, usedAt: at } },
  };
}
