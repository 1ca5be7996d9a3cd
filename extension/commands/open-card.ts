import type { Services } from '../services.ts';

/** Opens the card of a person's branch. */
export async function openCard(_services: Services, _argument?: unknown): Promise<void> {}
