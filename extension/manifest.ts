import { type CommandName, commandId, commands, viewId, views } from './contributions.ts';
import { colours } from './contributions/colours.ts';
import { menus } from './contributions/menus.ts';
import { yamlSchemas } from './contributions/schemas.ts';
import { settings } from './contributions/settings.ts';
import { states } from './contributions/states.ts';
import { steps, walkthrough } from './contributions/walkthrough.ts';
import { teamWelcome, welcome } from './contributions/welcome.ts';

const name = 'Shiproom';
const container = 'shiproom';

interface Manifest {
  /** The keys of package.json that are written from the contributions; every other key is written by hand. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** What `package.nls.json` says: each text that people read, by its name. */
  readonly words: Readonly<Record<string, string>>;
}

type Say = (key: string, text: string) => string;

/** All that VS Code is told of the extension before it runs. */
export function manifest(): Manifest {
  const words: Record<string, string> = {};
  const say: Say = (key, text) => {
    words[key] = text;
    return `%${key}%`;
  };
  const keys = {
    activationEvents: ['onStartupFinished', 'onUri'],
    capabilities: capabilities(say),
    extensionKind: ['workspace'],
    l10n: './l10n',
    galleryBanner: { color: '#0b2239', theme: 'dark' },
    contributes: contributes(say),
  };
  return { keys, words };
}

const capabilities = (say: Say) => ({
  untrustedWorkspaces: {
    supported: 'limited',
    description: say(
      'untrusted',
      'Nothing is read from an untrusted workspace, nothing is sent from it, and no bridge is connected to.',
    ),
    restrictedConfigurations: entries(settings).flatMap(([key, { restricted }]) =>
      restricted ? [`shiproom.${key}`] : [],
    ),
  },
  virtualWorkspaces: {
    supported: 'limited',
    description: say(
      'virtual',
      'Without files on disk there is no git, so no branch is shared; the room can be read and written.',
    ),
  },
});

function contributes(say: Say) {
  return {
    commands: commandNames().map((command) => ({
      command: commandId(command),
      title: say(`command.${command}`, commands[command].title),
      category: name,
      icon: commands[command].icon,
    })),
    configuration: { title: name, properties: Object.fromEntries(entries(settings).map(setting(say))) },
    authentication: [{ id: container, label: name }],
    colors: entries(colours).map(([id, { description, ...defaults }]) => ({
      id: `shiproom.${id}`,
      description: say(`colour.${id}`, description),
      defaults,
    })),
    viewsContainers: { activitybar: [{ id: container, title: name, icon: 'media/activity.svg' }] },
    views: {
      [container]: entries(views).map(([id, view]) => ({
        id: viewId(id),
        contextualTitle: name,
        ...view,
        name: say(`view.${id}`, view.name),
      })),
    },
    viewsWelcome: viewsWelcome(say),
    walkthroughs: [walk(say)],
    yamlValidation: yamlSchemas,
    menus: {
      ...Object.fromEntries(
        entries(menus).map(([menu, items]) => [
          menu,
          items.map((item) => ({ ...item, command: commandId(item.command) })),
        ]),
      ),
      commandPalette: commandNames().flatMap(palette),
    },
  };
}

const viewsWelcome = (say: Say) => [
  ...states.map((state) => ({
    view: viewId('now'),
    contents: say(`welcome.now.${state}`, welcome[state]),
    when: `shiproom.state == '${state}'`,
  })),
  ...teamWelcome.map(({ name: key, view, contents, when }) => ({
    view: viewId(view),
    contents: say(`welcome.${view}.${key}`, contents),
    when,
  })),
];

const walk = (say: Say) => ({
  id: 'start',
  title: say('walkthrough.title', walkthrough.title),
  description: say('walkthrough.description', walkthrough.description),
  steps: entries(steps).map(([id, { title, description, alt, completionEvents }]) => ({
    id,
    title: say(`walkthrough.${id}.title`, title),
    description: say(`walkthrough.${id}.description`, description),
    media: { image: `media/walkthrough/${id}.png`, altText: say(`walkthrough.${id}.picture`, alt) },
    completionEvents,
  })),
});

const commandNames = (): CommandName[] => entries(commands).map(([command]) => command);

function palette(command: CommandName) {
  const contribution = commands[command];
  return 'palette' in contribution ? [{ command: commandId(command), when: contribution.palette }] : [];
}

const setting =
  (say: Say) =>
  ([key, contribution]: [string, object], order: number) => {
    const shown = Object.entries(contribution).filter(([part]) => part !== 'restricted');
    const told = shown.map(([part, value]: [string, unknown]) => [
      part,
      translated(say, `setting.${key}`, part, value),
    ]);
    return [`shiproom.${key}`, { order, ...Object.fromEntries(told) }];
  };

function translated(say: Say, key: string, part: string, value: unknown): unknown {
  if (part === 'markdownDescription') return say(key, String(value));
  if (part !== 'markdownEnumDescriptions' || !Array.isArray(value)) return value;
  return value.map((text, at) => say(`${key}.${at}`, String(text)));
}

/** As `Object.entries`, with the keys' own types: these objects are constants, and hold nothing beside what is declared. */
function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  const pairs: [K, V][] = [];
  for (const key in record) pairs.push([key, record[key]]);
  return pairs;
}
