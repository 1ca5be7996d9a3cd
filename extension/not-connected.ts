import type { Refused } from '../client/session.ts';

/** What is answered to whoever asks for something of a bridge while none is connected. */
export const notConnected: Refused = { ok: false, slug: 'not_connected', message: 'No bridge is connected.' };
