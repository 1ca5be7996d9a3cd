import type { PersonId } from '../../../protocol/model/ids.ts';
import type { CiState } from '../../../protocol/model/run.ts';
import type { Facts } from '../../domain/card.ts';
import { authorOf, type EventFacts, factsOf, isTrunk } from '../../domain/event-facts.ts';
import type { Route } from '../../domain/route.ts';
import type { World } from '../world.ts';

/** Finds out what these routes ask of a card, or of an event of its branch: `state` is that of the run which the event is about. */
export const knowing =
  (world: World, routes: readonly Route[]) =>
  async (card: Facts, event?: { readonly state: CiState | undefined }): Promise<EventFacts> => {
    const { repository } = card.key;
    const owners = world.routes.owners(repository);
    const person = routes.some(asksWho) ? await personOf(world, card) : undefined;
    const filters = routes.some(({ include, exclude }) => include ?? exclude);
    const state = event?.state;
    return factsOf(card, {
      trunk: event || filters ? await onTrunk(world, card) : false,
      groups: world.policy.groups,
      ...(state === undefined ? {} : { state }),
      ...(person === undefined ? {} : { person }),
      ...(owners === undefined ? {} : { owners }),
    });
  };

/** Whether a route has to know who the author is here. */
const asksWho = ({ people, include, exclude }: Route): boolean =>
  people.includes('author') ||
  [include, exclude].some((each) => each?.teams !== undefined || each?.authors !== undefined);

/** Who the author is here: whoever has shown that the login is theirs. */
async function personOf(world: World, card: Facts): Promise<PersonId | undefined> {
  const author = authorOf(card);
  const login = author?.login?.toLowerCase();
  if (author?.person !== undefined || login === undefined) return author?.person;
  const accounts = await world.store.list('account');
  const theirs = accounts.find(
    ({ value }) =>
      value.proved &&
      value.login.toLowerCase() === login &&
      (card.forge === undefined || card.forge.forge === value.forge),
  );
  return theirs?.value.person;
}

/** A card that its forge has not told of yet asks the others what they are merged into. */
async function onTrunk(world: World, card: Facts): Promise<boolean> {
  if (card.forge) return isTrunk(card, []);
  const all = await world.store.list('card', world.home);
  const others = all.map(({ value }) => value).filter(({ key }) => key.repository === card.key.repository);
  return isTrunk(card, others);
}
