import type { Refused } from '../../client/session.ts';
import type { Params } from '../../protocol/wire/methods.ts';
import type { Errand } from '../deed.ts';

/** A forge where this editor's user is signed in. What proves it stays in the editor. */
export interface OwnForge {
  /** Whether the deed can be done there from here. */
  serves(errand: Errand): boolean;
  /** Does it with the user's own session, which is asked for where there is none. */
  act(errand: Errand): Promise<{ readonly ok: true; readonly value: string } | Refused>;
  /** Who the user is there, if they have let this extension know before; nobody is asked. */
  account(): Promise<Params<'person/account'> | undefined>;
}
