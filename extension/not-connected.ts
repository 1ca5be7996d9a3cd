import * as vscode from 'vscode';
import type { Refused } from '../client/session.ts';

/** What is answered to whoever asks for something of a bridge while none is connected. */
export const notConnected: Refused = {
  ok: false,
  slug: 'not_connected',
  get message() {
    return vscode.l10n.t('No bridge is connected.');
  },
};
