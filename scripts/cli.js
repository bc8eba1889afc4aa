#!/usr/bin/env node
// The command line's door to the one bundle: index.js is told by its first argument which role it plays.
process.argv.splice(2, 0, '--command-line');
await import('./index.js');
