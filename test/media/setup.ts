// Lit reminds, as soon as it is loaded, that tests load its development build.
Object.assign(globalThis, { litIssuedWarnings: new Set(['dev-mode']) });

// The pure parts of the panel are tested without a document.
if ('document' in globalThis) {
  const { defineElements } = await import('../../media/elements.ts');
  defineElements();
}
