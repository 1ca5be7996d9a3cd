import type { Services } from '../services.ts';

/** Sends the selected lines to the room: a permalink where the forge has the commit, else an excerpt. */
export async function shareSelection(_services: Services, _argument?: unknown): Promise<void> {}
