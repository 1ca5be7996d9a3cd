import type { CardKey } from '../protocol/model/card.ts';
import type { FromPanel, ToPanel } from '../protocol/wire/panel.ts';
import type { Session, SessionEvent } from './session.ts';

/** The parts of a panel's wishes that each host fulfils in its own way. */
export interface HostActs {
  openLog(run: (FromPanel & { type: 'open-log' })['run']): void;
  openLink(href: string): void;
  connect(): void;
}

/** The host's half of the panel protocol, the same in an editor and in a page: it stands between one panel and one session. */
export interface PanelHost {
  /** Feed it every event of the session. */
  told(event: SessionEvent): void;
  /** Feed it every message of the panel, parsed. */
  asked(message: FromPanel): void;
  /** The branch that is checked out here. */
  here(key: CardKey | null): void;
  /** A session came or went; null where nothing is paired. */
  attach(session: Session | null): void;
}

export type CreatePanelHost = (post: (message: ToPanel) => void, acts: HostActs) => PanelHost;
