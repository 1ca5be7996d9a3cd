import * as vscode from 'vscode';
import { createPanelHost } from '../client/panel-host.ts';
import type { Refused, SessionEvent } from '../client/session.ts';
import type { Card } from '../protocol/model/card.ts';
import { type BridgeConnection, type ConnectionOptions, createBridgeConnection } from './bridge-connection.ts';
import { registerCommands } from './commands/index.ts';
import { messageOf, offer } from './commands/say.ts';
import type { Around, Feature } from './feature.ts';
import { createFeatures } from './features.ts';
import type { OwnForge } from './forges/own-forge.ts';
import { createPerform, type PerformOptions } from './perform.ts';
import { createSettings, type Settings } from './settings.ts';
import type { Situation } from './situation.ts';
import { keptBack } from './sources/kept-back.ts';
import { createSharing, type Sharing } from './sources/sharing.ts';
import { watchWorkspace, type Workspace } from './sources/workspace.ts';
import { survey } from './survey.ts';
import { createToldOnce } from './told-once.ts';
import { createLogDocuments, type LogDocuments, type LogOptions } from './views/log-document.ts';
import { createLogTerminals, type LogTerminals } from './views/log-terminal.ts';
import { createPanelActs } from './views/panel-acts.ts';
import { createReplyDocuments } from './views/reply-document.ts';
import { noticeCall } from './views/mention-notice.ts';
import { createMentions, type Mentions } from './views/mentions.ts';
import { noticeEnded } from './views/run-notice.ts';
import { createRunWatch } from './views/run-watch.ts';
import { createViews, type Views } from './views/views.ts';
import { notice, type Time } from './views/words.ts';

type FromRoot = Pick<ConnectionOptions, 'world' | 'machine' | 'mid' | 'storage' | 'secrets' | 'memory'>;

export interface WindowParts extends FromRoot {
  /** The extension's folder `dist`. */
  readonly dist: vscode.Uri;
  /** A folder of all windows of this user, for what one of them has told. */
  readonly told: string;
  readonly time: Time;
  readonly log: vscode.LogOutputChannel;
  /** The forge where this editor's user is signed in. */
  readonly forge: OwnForge;
}

/** Opens what this window has of Shiproom; it ends with the answer. */
export const openWindow = (parts: WindowParts): vscode.Disposable => new Window(parts);

const notConnected: Refused = { ok: false, slug: 'not_connected', message: 'No bridge is connected.' };

/** One window: where its facts come from, its connection, its views and its commands, and what goes from which to which. */
class Window implements vscode.Disposable {
  readonly #parts: WindowParts;
  readonly #settings: Settings = createSettings();
  readonly #runs = createRunWatch();
  readonly #workspace: Workspace;
  readonly #connection: BridgeConnection;
  readonly #sharing: Sharing;
  readonly #views: Views;
  readonly #logs: LogDocuments;
  readonly #terminals: LogTerminals;
  readonly #mentions: Mentions;
  readonly #features: readonly Feature[];
  readonly #ends: readonly vscode.Disposable[];
  #repositories = '';
  /** Nothing is shown or sent before all parts are there, nor after they have gone. */
  #open = false;

  constructor(parts: WindowParts) {
    const { world, log, time } = parts;
    this.#parts = parts;
    const strange = (why: string): void => log.warn(`The panel said what is none of its words: ${why}`);
    this.#connection = this.#connect();
    const { uplink } = this.#connection;
    this.#workspace = watchWorkspace({
      world,
      machine: parts.machine,
      settings: this.#settings,
      changed: () => this.#moved(),
      failed: this.#failed,
    });
    const around: Around = {
      ...this.#parts,
      situation: () => this.#situation(),
      session: () => uplink.session(),
      refresh: () => this.#refresh(),
      workspace: this.#workspace,
      uplink,
      settings: this.#settings,
      failed: this.#failed,
    };
    this.#features = createFeatures(around);
    const acts = createPanelActs(around);
    this.#views = createViews({ dist: parts.dist, createPanelHost, acts, time, strange });
    const logs: LogOptions = {
      read: async (run, from, wish) => (await uplink.session()?.log(run, from, wish)) ?? notConnected,
      after: world.after,
      root: () => this.#workspace.checkout()?.root,
    };
    const first = createToldOnce(parts.told, world.now);
    this.#mentions = createMentions({
      me: () => uplink.session()?.room()?.me.id,
      reading: () => vscode.window.state.focused && this.#views.showsFeed(),
      focused: () => vscode.window.state.focused,
      first: (key) => first(`${uplink.bridge()?.origin} ${uplink.session()?.room()?.room} ${key}`),
      after: world.after,
      tell: (words) => noticeCall(words, this.#settings),
      failed: this.#failed,
    });
    this.#logs = createLogDocuments(logs);
    this.#terminals = createLogTerminals(logs);
    this.#sharing = createSharing({
      decision: () => this.#situation().decision,
      session: () => uplink.session(),
      after: world.after,
    });
    const shown = [this.#logs, this.#terminals, this.#mentions, ...this.#features, this.#views];
    this.#ends = [...this.#watch(), this.#register(), this.#workspace, this.#sharing, ...shown];
    this.#open = true;
    this.#reconsider();
  }

  dispose(): void {
    this.#open = false;
    this.#connection.uplink.close();
    for (const end of this.#ends) end.dispose();
  }

  #situation(): Situation {
    const { uplink } = this.#connection;
    return survey({ workspace: this.#workspace, uplink, memory: this.#parts.memory, settings: this.#settings });
  }

  #refresh(): void {
    if (!this.#open) return;
    // What may not be seen any more is taken back before anything else.
    this.#sharing.look();
    const situation = this.#situation();
    for (const feature of this.#features) feature.show?.(situation);
    this.#views.show(situation);
  }

  /** After a change of what may be connected to. */
  #reconsider(): void {
    if (!this.#open) return;
    this.#refresh();
    void this.#connection.look();
  }

  /** After any change in git. Bridges are looked for only where other repositories have come of it. */
  #moved(): void {
    const repositories = this.#open ? this.#workspace.ids().join('\n') : this.#repositories;
    if (repositories === this.#repositories) return this.#refresh();
    this.#repositories = repositories;
    this.#reconsider();
  }

  #hear(event: SessionEvent): void {
    this.#views.told(event);
    this.#mentions.told(event);
    for (const feature of this.#features) feature.told?.(event);
    if (event.type === 'room') this.#notice(event.room.cards);
    if (event.type === 'card') this.#notice([event.card]);
    if (event.type === 'connection' || event.type === 'card') {
      this.#logs.look();
      this.#terminals.look();
    }
    if (event.type === 'room') this.#introduce().catch(this.#failed);
    if (event.type !== 'entries' && event.type !== 'pending') this.#refresh();
  }

  #notice(cards: readonly Card[]): void {
    const me = this.#connection.uplink.session()?.room()?.me.id;
    for (const run of this.#runs.ended(cards, me)) noticeEnded(run, this.#settings).catch(this.#failed);
  }

  /** Tells the bridge who this user is on the forge of the editor's own session, if they have let this extension know. */
  async #introduce(): Promise<void> {
    const session = this.#connection.uplink.session();
    const account = await this.#parts.forge.account();
    const known = session?.accounts().some(({ forge, id }) => forge === account?.forge && id === account.id);
    if (account && session && !known) await session.account(account);
  }

  #connect(): BridgeConnection {
    return createBridgeConnection({
      ...this.#parts,
      device: `VS Code ${vscode.version}`,
      trusted: () => vscode.workspace.isTrusted,
      keptBack: (about) => keptBack(this.#situation(), about),
      seen: () => this.#settings.sharingMode() !== 'off',
      configured: () => this.#configured(),
      repositories: () => this.#workspace.ids(),
      tell: (event) => this.#hear(event),
      attach: (session) => {
        this.#views.attach(session);
        for (const feature of this.#features) feature.attach?.(session);
        this.#refresh();
      },
      follow: (run) => {
        this.#runs.follow(run);
        this.#notice(this.#connection.uplink.session()?.room()?.cards ?? []);
      },
    });
  }

  #configured() {
    const configured = this.#settings.bridge();
    if (configured && 'wrong' in configured) this.#parts.log.warn(`shiproom.bridge.url: ${configured.wrong}`);
    return configured && 'origin' in configured ? configured.origin : undefined;
  }

  #watch(): vscode.Disposable[] {
    const { workspace, window } = vscode;
    return [
      workspace.onDidGrantWorkspaceTrust(() => this.#reconsider()),
      workspace.onDidChangeWorkspaceFolders(() => this.#refresh()),
      // Whoever comes back from a terminal may have started a bridge there.
      window.onDidChangeWindowState(({ focused }) => focused && this.#reconsider()),
      this.#settings.onDidChange(() => {
        this.#complain();
        this.#reconsider();
      }),
    ];
  }

  /** A setting that cannot be used is said once, when it is made. */
  #complain(): void {
    const configured = this.#settings.bridge();
    if (!configured || 'origin' in configured) return;
    const shown = vscode.window.showWarningMessage(notice(`shiproom.bridge.url: ${configured.wrong}`), 'Open Settings');
    offer(shown, () => vscode.commands.executeCommand('workbench.action.openSettings', 'shiproom.bridge.url'));
  }

  #register(): vscode.Disposable {
    const { uplink, tokens, localBridges, connect } = this.#connection;
    const replies = createReplyDocuments();
    const does: Pick<PerformOptions, 'situation' | 'session' | 'run'> = {
      situation: () => this.#situation(),
      session: () => uplink.session(),
      run: async (line, about) => (await uplink.session()?.run(line, about)) ?? notConnected,
    };
    const commands = registerCommands({
      ...does,
      refresh: () => this.#refresh(),
      thread: (about, write) => this.#views.thread(about, write),
      workspace: this.#workspace,
      perform: createPerform({
        ...does,
        settings: this.#settings,
        forge: this.#parts.forge,
        began: (run, attempt) => this.#runs.followOwn(run, attempt),
      }),
      workflows: async (about) => (await uplink.session()?.workflows(about)) ?? notConnected,
      connect,
      localBridges,
      uplink,
      tokens,
      memory: this.#parts.memory,
      settings: this.#settings,
      sharing: this.#sharing,
      logs: this.#logs,
      terminals: this.#terminals,
      replies,
      time: this.#parts.time,
      world: this.#parts.world,
    });
    return vscode.Disposable.from(replies, commands);
  }

  #failed = (error: unknown): void => this.#parts.log.error(messageOf(error));
}
