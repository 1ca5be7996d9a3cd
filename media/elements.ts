import { AsideElement } from './aside.ts';
import { ButtonsElement } from './buttons.ts';
import { CardElement } from './card.ts';
import { CardsElement } from './cards.ts';
import { ChecksElement } from './checks.ts';
import { CodeElement } from './code.ts';
import { ComposerElement } from './composer.ts';
import { ConnectionElement } from './connection.ts';
import { EntryElement } from './entry.ts';
import { FailuresElement } from './failures.ts';
import { FeedElement } from './feed.ts';
import { GateElement } from './gate.ts';
import { JobsElement } from './jobs.ts';
import { LogPaneElement } from './log-pane.ts';
import { MessageElement } from './message.ts';
import { OwnElement } from './own.ts';
import { PanelElement } from './panel.ts';
import { PendingElement } from './pending.ts';
import { PeopleElement } from './people.ts';
import { RunElement } from './run.ts';
import { SectionElement } from './section.ts';
import { TableElement } from './table.ts';
import { ThreadsElement } from './threads.ts';
import { WelcomeElement } from './welcome.ts';

const elements = {
  'shiproom-aside': AsideElement,
  'shiproom-buttons': ButtonsElement,
  'shiproom-card': CardElement,
  'shiproom-cards': CardsElement,
  'shiproom-checks': ChecksElement,
  'shiproom-code': CodeElement,
  'shiproom-composer': ComposerElement,
  'shiproom-connection': ConnectionElement,
  'shiproom-entry': EntryElement,
  'shiproom-failures': FailuresElement,
  'shiproom-feed': FeedElement,
  'shiproom-gate': GateElement,
  'shiproom-jobs': JobsElement,
  'shiproom-log-pane': LogPaneElement,
  'shiproom-message': MessageElement,
  'shiproom-own': OwnElement,
  'shiproom-panel': PanelElement,
  'shiproom-pending': PendingElement,
  'shiproom-people': PeopleElement,
  'shiproom-run': RunElement,
  'shiproom-section': SectionElement,
  'shiproom-table': TableElement,
  'shiproom-threads': ThreadsElement,
  'shiproom-welcome': WelcomeElement,
} as const;

/** Makes the panel's elements known to this document, once. */
export function defineElements(): void {
  for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
}

type Elements = typeof elements;

declare global {
  interface HTMLElementTagNameMap extends ElementInstances {}
}

type ElementInstances = { readonly [Name in keyof Elements]: InstanceType<Elements[Name]> };
