import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Editor, startEditor } from '../e2e/editor.ts';
import type { EditorFiles } from '../e2e/install-editor.ts';
import { setSlackScene, type SlackScene } from '../e2e/slack-scene.ts';
import { createSandbox } from '../support/sandbox.ts';
import { startEditorFront } from './editor-front.ts';
import type { Front } from './front.ts';
import { shop } from './shop.ts';
import { stepOf } from './tab/guide.ts';
import type { Left } from './tab/page.ts';
import { startTab } from './tab/server.ts';
import { type Acts, createActs } from './team/acts.ts';
import { type Desk, sitDown } from './team/desk.ts';
import { factsOf, type Seen } from './team/facts.ts';
import { linkAccounts, pairAnn, people } from './team/people.ts';

export interface DemoOptions {
  /** Any free one where it is 0. */
  readonly port: number;
  /** Where there is none, its place says so. */
  readonly editor?: { readonly files: EditorFiles; readonly vsix: string };
  readonly theme?: 'light' | 'dark';
  readonly say: (text: string) => void;
}

/** The whole product, running. */
export interface Demo {
  /** What a browser opens. It lets one in, by the key in it. */
  readonly address: string;
  readonly scene: SlackScene;
  readonly acts: Acts;
  /** What has happened so far. */
  seen(): Seen;
  /** Of the window alone, for who needs no tab around it. */
  readonly editorAddress: string | undefined;
  stop(): Promise<void>;
}

const appearance = (theme: DemoOptions['theme']) => ({
  'editor.minimap.enabled': false,
  'editor.lightbulb.enabled': 'off',
  // It would ask a registry.
  'typescript.disableAutomaticTypeAcquisition': true,
  ...(theme === undefined
    ? { 'window.autoDetectColorScheme': true }
    : { 'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern' }),
});

/** Starts everything on the loopback and in a folder of its own; `stop` leaves neither process nor folder. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { say, theme } = options;
  const key = randomBytes(16).toString('hex');
  const sandbox = createSandbox();
  const ends: (() => Promise<void>)[] = [async () => sandbox.remove()];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end().catch((error: unknown) => say(String(error)));
  };
  try {
    const scene = await setSlackScene(sandbox, { project: shop, people });
    ends.push(() => scene.end());
    const acts = createActs(scene);
    const editing = options.editor && edit(options.editor, scene);
    const [desk, front] = await Promise.all([gather(scene, acts), editing]);
    const seen = (): Seen => factsOf(scene, desk);
    const tab = await startTab({
      port: options.port,
      key,
      slack: scene.slack,
      channel: 'deploys',
      left: leftOf(front, scene),
      room: scene.bridge.page,
      step: () => stepOf(seen()),
      watch(look) {
        const watches = [scene.slack.watch(look), desk.watch(look)];
        return () => watches.forEach((end) => end());
      },
    });
    ends.push(() => tab.close());
    const chosen = theme === undefined ? '' : `&theme=${theme}`;
    return {
      address: `${tab.origin}/?key=${key}${chosen}`,
      scene,
      acts,
      seen,
      editorAddress: front && `${front.origin}/?${folderOf(scene)}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  /** Everybody is at their desk, and the morning has begun; answers with Ben's desk. */
  async function gather(scene: SlackScene, acts: Acts): Promise<Desk> {
    await acts.begin();
    await linkAccounts(scene);
    await pairAnn(scene);
    const bens = await sitDown(scene, 'ben', { branch: 'feat/vouchers', files: ['src/delivery.js', 'src/voucher.js'] });
    const cleos = await sitDown(scene, 'cleo', { branch: 'fix/refund', files: ['src/round.js'] });
    ends.push(async () => void (await Promise.all([bens.close(), cleos.close()])));
    await scene.cardShows('Rerun failed');
    return bens;
  }

  async function edit({ files, vsix }: { files: EditorFiles; vsix: string }, scene: SlackScene): Promise<Front> {
    const socket = join(sandbox.root, 'editor.sock');
    // Its sockets would stay behind in the system's own.
    const env = { TMPDIR: tmpdir() };
    const editor: Editor = await startEditor(files, { sandbox, vsix, socket, settings: appearance(theme), env });
    ends.push(() => editor.stop());
    const file = join(scene.work.folder, 'src', 'delivery.js');
    const front = await startEditorFront(socket, key, { views: ['shiproom.now'], files: [file] });
    ends.push(() => front.close());
    return front;
  }
}

const folderOf = (scene: SlackScene): string => String(new URLSearchParams({ folder: scene.work.folder }));

const leftOf = (front: Front | undefined, scene: SlackScene): Left =>
  front
    ? { editor: `${front.origin}/?${folderOf(scene)}` }
    : {
        instead: `The editor of this demo runs on Linux only.\n\nOpen the room in the browser, at the top right. Or install dist/shiproom.vsix in your own VS Code, open\n${scene.work.folder}\nand connect by the link that “/shiproom pair” gives you, beside.`,
      };
