import type { Services } from '../services.ts';

/** Tests each hop from this editor to the chats, and names the one that fails, with what mends it. */
export async function doctor(_services: Services, _argument?: unknown): Promise<void> {}
