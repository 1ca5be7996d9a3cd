// ws would require two optional native modules; with these words set it does without, and the bundle holds no require of them.
const withoutNativeWs = { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' };

/**
 * What is bundled, from where and for which engine.
 * @type {readonly { name: 'extension' | 'panel' | 'bridge', options: import('esbuild').BuildOptions }[]}
 */
export const bundles = [
  {
    name: 'extension',
    options: {
      entryPoints: { extension: 'extension/extension.ts' },
      outExtension: { '.js': '.cjs' },
      platform: 'node',
      format: 'cjs',
      // The oldest VS Code of `engines` runs on Node 22.
      target: 'node22',
      external: ['vscode'],
      define: withoutNativeWs,
    },
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
