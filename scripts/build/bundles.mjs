// ws would require two optional native modules; with these words set it does without, and the bundle holds no require of them.
const withoutNativeWs = { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' };

/**
 * Leaves what the extension imports when it is needed to a bundle of its own, which VS Code's `require` then loads: so that what starts
 * with every window is small.
 * @type {import('esbuild').Plugin}
 */
const windowApart = {
  name: 'window apart',
  setup(build) {
    build.onResolve({ filter: /\/window\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './window.cjs', external: true } : undefined,
    );
  },
};

/**
 * Of ws, only its client is bundled: it comes as CommonJS, of which esbuild drops nothing by itself.
 * @type {import('esbuild').Plugin}
 */
const clientOfWs = {
  name: 'client of ws',
  setup(build) {
    build.onLoad({ filter: /\/ws\/wrapper\.mjs$/ }, () => ({
      contents: "import WebSocket from './lib/websocket.js';\nexport { WebSocket };",
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const inEditor = {
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  format: 'cjs',
  // The oldest VS Code of `engines` runs on Node 22.
  target: 'node22',
  charset: 'utf8',
  external: ['vscode'],
  define: withoutNativeWs,
  // VS Code puts its proxies and certificates into what `require` loads, and nowhere else.
  supported: { 'dynamic-import': false },
};

/**
 * What is bundled, from where and for which engine.
 * @type {readonly { name: 'extension' | 'window' | 'panel' | 'bridge', options: import('esbuild').BuildOptions }[]}
 */
export const bundles = [
  {
    name: 'extension',
    options: { ...inEditor, entryPoints: { extension: 'extension/extension.ts' }, plugins: [windowApart] },
  },
  {
    name: 'window',
    options: { ...inEditor, entryPoints: { window: 'extension/window.ts' }, plugins: [clientOfWs] },
  },
  {
    name: 'panel',
    options: {
      entryPoints: [
        { in: 'media/main.ts', out: 'panel' },
        { in: 'media/panel.css', out: 'panel' },
        { in: '@vscode/codicons/dist/codicon.css', out: 'codicon' },
      ],
      // The font lies beside its style sheet, under its own name: the page and the webview both allow that one address.
      loader: { '.ttf': 'copy' },
      assetNames: '[name]',
      platform: 'browser',
      format: 'esm',
      target: 'chrome138',
    },
  },
  {
    name: 'bridge',
    options: {
      entryPoints: { bridge: 'bridge/main.ts' },
      outExtension: { '.js': '.mjs' },
      platform: 'node',
      format: 'esm',
      target: 'node24',
      define: withoutNativeWs,
      // pino and others, being CommonJS, require Node's own modules when they run.
      banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    },
  },
];
