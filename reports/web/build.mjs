// Bundles the chart script: node build.mjs ENTRY OUTPUT. Modules come from the node_modules beside this file, so that the
// entry may lie in a source tree that npm never writes to.
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {build} from 'esbuild';

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const [entry, output] = process.argv.slice(2);
if (!entry || !output) {
  console.error('usage: node build.mjs ENTRY OUTPUT');
  process.exit(2);
}

const options = {
  entryPoints: [entry],
  outfile: output,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2020'],
  legalComments: 'none',
  nodePaths: [modules],
  logLevel: 'warning',
};

/** Names of the packages whose code a bundle contains, in alphabetical order. */
function bundledPackages(metafile) {
  const [bundle] = Object.values(metafile.outputs);
  const names = Object.entries(bundle.inputs)
    .filter(([, input]) => input.bytesInOutput > 0)
    .map(([path]) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter((name) => name);
  return [...new Set(names)].sort();
}

/** The licences of those packages as one comment; equal texts once, after the packages and copyrights they cover. */
function notices(packages) {
  const covered = new Map();
  for (const name of packages) {
    const folder = join(modules, name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name}: its package has no licence file, so it cannot be bundled`);
    const text = readFileSync(join(folder, file), 'utf8').replace(/\r/g, '').trim();
    const copyright = text.match(/^Copyright.*$/gm) ?? [];
    const terms = text.replace(/^Copyright.*$/gm, '').replace(/\s+/g, ' ').trim();
    covered.set(terms, [...(covered.get(terms) ?? []), [name, ...copyright].join(', ')]);
  }
  const paragraphs = [...covered].map(([terms, holders]) => `${holders.join('\n')}\n${terms}`);
  return `/*\n${paragraphs.join('\n\n').replace(/\*\//g, '* /')}\n*/`;
}

const {metafile} = await build({...options, metafile: true, write: false});
await build({...options, banner: {js: notices(bundledPackages(metafile))}});

// The script stands inside a page; these would end its element, or keep it from ending.
for (const sequence of ['</script', '<!--']) {
  if (readFileSync(output, 'utf8').toLowerCase().includes(sequence)) {
    console.error(`${output}: contains ${sequence}, which a page cannot carry inline`);
    process.exit(1);
  }
}
