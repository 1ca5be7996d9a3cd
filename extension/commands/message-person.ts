import type { Services } from '../services.ts';
import { obstacleOf } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

/** Begins a message to a person in the feed: about the branch that they share, where they share one. */
export async function messagePerson({ situation, thread }: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(situation(), ['bridge']);
  if (obstacle) return refuse(obstacle);
  const { about, person } = targetOf(argument);
  if (person !== undefined) thread(about ?? null, `@${person} `);
}
