import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { BranchName, RepositoryId, RoomId } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { Workflow } from '../../../protocol/model/workflow.ts';
import { cardId, isCurrent } from '../../domain/card.ts';
import { startable } from '../commands/workflows.ts';
import { everybody } from '../people/identities.ts';
import { upstream } from '../upstream.ts';
import type { World } from '../world.ts';
import { createRecall } from './recall.ts';

/** What lines are completed from. Nothing of it is older than half a minute, and no engine or forge is asked for each letter. */
export interface Completing {
  /** Newest first. */
  cards(room: RoomId): Promise<readonly Card[]>;
  people(): Promise<readonly Person[]>;
  branches(repository: RepositoryId): Promise<readonly BranchName[]>;
  workflows(about: CardKey): Promise<readonly Workflow[]>;
}

/** The bridge's own store is near, and its news should show at once. */
const nearMs = 1_000;
const farMs = 30_000;

/** `world` is asked for when it is needed, so that this may be a part of it. */
export function createCompleting(world: () => World): Completing {
  const recalls = once(() => {
    const { clock } = world();
    return {
      cards: createRecall<readonly Card[]>(clock, nearMs),
      people: createRecall<readonly Person[]>(clock, nearMs),
      branches: createRecall<readonly BranchName[]>(clock, farMs),
      workflows: createRecall<readonly Workflow[]>(clock, farMs),
    };
  });
  return {
    cards: async (room) => (await recalls().cards(room, () => cardsOf(world(), room))) ?? [],
    people: async () => (await recalls().people('', () => everybody(world()))) ?? [],
    branches: async (repository) => (await recalls().branches(repository, () => branchesOf(world(), repository))) ?? [],
    workflows: async (about) =>
      (await recalls().workflows(cardId(about), async () => (await startable(world(), about)).workflows)) ?? [],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

async function cardsOf(world: World, room: RoomId): Promise<readonly Card[]> {
  const cards = (await world.store.list('card', room)).map(({ value }) => value);
  return cards.filter((card) => isCurrent(card, world.clock.now())).toSorted((a, b) => b.updatedAt - a.updatedAt);
}

/** A forge that does not answer has no branches to offer, and whoever types is not told of it. */
async function branchesOf(world: World, repository: RepositoryId): Promise<readonly BranchName[]> {
  const files = world.files.find(({ repositories }) => repositories.includes(repository));
  const asked = await upstream('The forge', async () => files?.branches(repository));
  return asked.ok ? (asked.value ?? []) : [];
}
