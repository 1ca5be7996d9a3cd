import {
  type CommandName,
  commandId,
  commands,
  menus,
  settings,
  states,
  viewId,
  views,
  welcome,
  yamlSchemas,
} from './contributions.ts';

const category = 'Shiproom';
const container = 'shiproom';

/** The keys of package.json that are written from the contributions; every other key is written by hand. */
export function manifest() {
  return {
    activationEvents: ['onStartupFinished'],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: 'Nothing is read from an untrusted workspace, and nothing is sent from it.',
        restrictedConfigurations: entries(settings).flatMap(([name, { restricted }]) =>
          restricted ? [`shiproom.${name}`] : [],
        ),
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: 'Without files on disk there is no git, so no branch is shared; the room can be read and written.',
      },
    },
    extensionKind: ['workspace'],
    galleryBanner: { color: '#0b2239', theme: 'dark' },
    contributes: contributes(),
  };
}

function contributes() {
  return {
    commands: names().map((name) => ({
      command: commandId(name),
      title: commands[name].title,
      category,
      icon: commands[name].icon,
    })),
    configuration: { title: category, properties: Object.fromEntries(entries(settings).map(setting)) },
    viewsContainers: { activitybar: [{ id: container, title: category, icon: 'media/activity.svg' }] },
    views: {
      [container]: entries(views).map(([name, view]) => ({ id: viewId(name), contextualTitle: category, ...view })),
    },
    viewsWelcome: states.map((state) => ({
      view: viewId('now'),
      contents: welcome[state],
      when: `shiproom.state == '${state}'`,
    })),
    yamlValidation: yamlSchemas,
    menus: {
      ...Object.fromEntries(
        entries(menus).map(([menu, items]) => [
          menu,
          items.map((item) => ({ ...item, command: commandId(item.command) })),
        ]),
      ),
      commandPalette: names().flatMap(palette),
    },
  };
}

const names = (): CommandName[] => entries(commands).map(([name]) => name);

function palette(name: CommandName) {
  const command = commands[name];
  return 'palette' in command ? [{ command: commandId(name), when: command.palette }] : [];
}

function setting([name, contribution]: [string, object], order: number) {
  const shown = Object.entries(contribution).filter(([key]) => key !== 'restricted');
  return [`shiproom.${name}`, { order, ...Object.fromEntries(shown) }];
}

/** As `Object.entries`, with the keys' own types: these objects are constants, and hold nothing beside what is declared. */
function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  const pairs: [K, V][] = [];
  for (const key in record) pairs.push([key, record[key]]);
  return pairs;
}
