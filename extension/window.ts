import * as vscode from 'vscode';
import { createPanelHost } from '../client/panel-host.ts';
import type { SessionEvent } from '../client/session.ts';
import { type BridgeConnection, createBridgeConnection } from './bridge-connection.ts';
import { complainOf } from './complain.ts';
import { connectTo } from './commands/connect.ts';
import { signOutOf } from './commands/disconnect.ts';
import { runCommand } from './commands/index.ts';
import { messageOf } from './commands/say.ts';
import { Origin } from './connection/address.ts';
import type { Bridge } from './connection/uplink.ts';
import type { CommandName } from './contributions.ts';
import type { Around, Feature } from './feature.ts';
import { createFeatures } from './features.ts';
import { createIntroduction } from './introduction.ts';
import { createLogs, type Logs } from './logs.ts';
import { createOwnMentions } from './own-mentions.ts';
import { createOwnRuns, type OwnRuns } from './own-runs.ts';
import type { Services } from './services.ts';
import { createSettings, type Settings } from './settings.ts';
import type { Situation } from './situation.ts';
import { createSoon } from './soon.ts';
import { keptBack } from './sources/kept-back.ts';
import { createSharing, type Sharing } from './sources/sharing.ts';
import { createUnshared, type Unshared } from './sources/unshared.ts';
import { watchWorkspace, type Workspace } from './sources/workspace.ts';
import { survey } from './survey.ts';
import { createApprovalNotice } from './views/notices/approval-notice.ts';
import { createPanelActs, type PanelActs } from './views/panel-acts.ts';
import { createReplyDocuments } from './views/documents/reply-document.ts';
import { createViews, type Views } from './views/views.ts';
import { partsOf, type Root, type WindowParts } from './window-parts.ts';
import { servicesOf } from './window-services.ts';

/** A window that is open: what VS Code's doors lead to. */
export interface OpenWindow extends vscode.Disposable {
  readonly run: (command: CommandName, args: readonly unknown[]) => Promise<void>;
  /** Connects to a bridge that somebody agreed to, and says how that went. */
  readonly connectTo: (bridge: Bridge) => Promise<void>;
  /** Signs this device out of a bridge by its origin; what is none has nothing to sign out of. */
  readonly signOutOf: (origin: string) => Promise<void>;
  readonly resolveFeed: vscode.WebviewViewProvider['resolveWebviewView'];
}

/** Opens what this window has of Shiproom; it ends with the answer. */
export const openWindow = (root: Root): OpenWindow => new Window(partsOf(root));

/** One window: where its facts come from, its connection, its views and its commands, and what goes from which to which. */
class Window implements OpenWindow {
  readonly #parts: WindowParts;
  readonly #settings: Settings = createSettings();
  readonly #workspace: Workspace;
  readonly #connection: BridgeConnection;
  readonly #sharing: Sharing;
  readonly #unshared: Unshared = createUnshared({ situation: () => this.#situation() });
  readonly #views: Views;
  readonly #logs: Logs;
  readonly #runs: OwnRuns;
  readonly #features: readonly Feature[];
  readonly #services: Services;
  readonly #ends: readonly vscode.Disposable[];
  readonly #refreshSoon: () => void;
  #feed: vscode.WebviewViewProvider | undefined;
  #repositories = '';
  /** Nothing is shown or sent before all parts are there, nor after they have gone. */
  #open = false;

  constructor(parts: WindowParts) {
    const { world, machine } = parts;
    this.#parts = parts;
    this.#refreshSoon = createSoon(world.after, () => this.#refresh());
    this.#connection = this.#connect();
    this.#workspace = watchWorkspace({
      world,
      machine,
      settings: this.#settings,
      changed: () => this.#moved(),
      failed: this.#failed,
    });
    const around = this.#around();
    const acts = createPanelActs(around);
    this.#views = this.#show(acts);
    this.#runs = createOwnRuns(around);
    this.#logs = createLogs(around);
    this.#features = [
      createOwnMentions(around, parts.told, () => this.#views.showsFeed()),
      createApprovalNotice(around, parts.told),
      this.#runs,
      this.#logs,
      createIntroduction(around, parts.forge),
      this.#unshared,
      ...createFeatures(around),
    ];
    this.#sharing = createSharing({
      decision: () => this.#situation().decision,
      session: around.session,
      after: world.after,
    });
    const replies = createReplyDocuments();
    this.#services = servicesOf({
      around,
      parts,
      connection: this.#connection,
      views: this.#views,
      sharing: this.#sharing,
      runs: this.#runs,
      logs: this.#logs,
      replies,
    });
    const shown = [replies, acts, ...this.#features, this.#views, parts.log];
    this.#ends = [...this.#watch(), this.#workspace, this.#sharing, ...shown];
    this.#open = true;
    this.#reconsider();
  }

  dispose(): void {
    this.#open = false;
    this.#connection.dispose();
    for (const end of this.#ends) end.dispose();
  }

  run(command: CommandName, args: readonly unknown[]): Promise<void> {
    return runCommand(this.#services, command, args);
  }

  connectTo(bridge: Bridge): Promise<void> {
    return connectTo(this.#services, bridge);
  }

  async signOutOf(text: string): Promise<void> {
    const origin = Origin.safeParse(text);
    if (origin.success) await signOutOf(this.#services, origin.data);
  }

  resolveFeed: vscode.WebviewViewProvider['resolveWebviewView'] = (view, context, token) =>
    this.#feed?.resolveWebviewView(view, context, token);

  #around(): Around {
    const { uplink } = this.#connection;
    return {
      ...this.#parts,
      situation: () => this.#situation(),
      session: () => uplink.session(),
      refresh: () => this.#refresh(),
      workspace: this.#workspace,
      uplink,
      settings: this.#settings,
      failed: this.#failed,
    };
  }

  #show(acts: PanelActs): Views {
    const { dist, log, memory, time } = this.#parts;
    return createViews({
      dist,
      seen: memory,
      time,
      createPanelHost,
      acts,
      strange: (why) => log.warn(`The panel said what is none of its words: ${why}`),
      // VS Code asks for the feed once, and that may be what this window was opened for: the door is held by whoever opened it.
      register: (feed) => {
        this.#feed = feed;
        return new vscode.Disposable(() => (this.#feed = undefined));
      },
    });
  }

  #situation(): Situation {
    const { uplink } = this.#connection;
    const [workspace, settings, unshared] = [this.#workspace, this.#settings, this.#unshared];
    return survey({ ...this.#parts, workspace, uplink, settings, unshared });
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
    for (const feature of this.#features) feature.told?.(event);
    const origin = this.#connection.uplink.bridge()?.origin;
    if (event.type === 'room' && origin) this.#parts.named(origin, event.room.me.name);
    // In a large room they come by the hundred, and decide nothing.
    if (['card', 'people', 'sources'].includes(event.type)) this.#refreshSoon();
    else if (event.type !== 'entries' && event.type !== 'pending') this.#refresh();
  }

  #connect(): BridgeConnection {
    return createBridgeConnection({
      ...this.#parts,
      device: `VS Code ${vscode.version}`,
      trusted: () => vscode.workspace.isTrusted,
      keptBack: (about, typing) => keptBack(this.#situation(), about, typing),
      seen: () => this.#settings.sharingMode() !== 'off',
      configured: () => this.#configured(),
      repositories: () => this.#workspace.ids(),
      tell: (event) => this.#hear(event),
      attach: (session) => {
        this.#views.attach(session);
        for (const feature of this.#features) feature.attach?.(session);
        this.#refresh();
      },
      follow: (run) => this.#runs.follow(run),
    });
  }

  #configured(): Origin | undefined {
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
        complainOf(this.#settings);
        this.#reconsider();
      }),
    ];
  }

  #failed = (error: unknown): void => this.#parts.log.error(messageOf(error));
}
