import type { Services } from '../services.ts';

/** Asks how much of this person's work others may see. */
export async function changeSharingMode(_services: Services, _argument?: unknown): Promise<void> {}
