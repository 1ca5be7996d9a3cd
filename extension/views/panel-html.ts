/** Where the panel's files are, as the webview reaches them. */
export interface PanelFiles {
  /** The source from which alone scripts, styles and fonts may come: the folder `dist` of this extension. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  readonly icons: string;
  /** The language of its words. */
  readonly language: string;
}

/** The webview's page. It holds no text from outside: all of that arrives as messages, and is never read as markup. */
export function panelHtml({ source, script, style, icons, language }: PanelFiles): string {
  const policy = [
    "default-src 'none'",
    `script-src ${source}`,
    `style-src ${source}`,
    `font-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${icons}">
<link rel="stylesheet" href="${style}">
<title>Shiproom</title>
</head>
<body><shiproom-panel></shiproom-panel><script type="module" src="${script}"></script></body>
</html>`;
}
