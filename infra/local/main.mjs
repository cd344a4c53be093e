// Plain JavaScript, so that a Node that cannot read the rest can still say so.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await import('./main.ts');
else {
  console.error(
    [
      `This is Node ${process.versions.node}, and Quipu needs 22.18 or newer (24 is what Lambda runs).`,
      'npm install puts Node 24 into node_modules, unless install scripts are blocked. Either of these will do:',
      '  - allow that one script:  npm install-scripts approve node && npm rebuild node   (older npm: npm rebuild node)',
      '  - install Node 24 yourself, as from https://nodejs.org',
    ].join('\n'),
  );
  process.exitCode = 1;
}
