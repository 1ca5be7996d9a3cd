import type { Services } from '../services.ts';

/** Begins a message to a person in the feed. */
export async function messagePerson(_services: Services, _argument?: unknown): Promise<void> {}
