// Builds the pages for a browser into dist/site: hashed files, each beside its compressed forms, and a page that names them; and
// into dist/offline the same as one script and one style for files that are opened without a server.
// `node scripts/build-site.mjs --watch` builds again after each change.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { build, context } from 'esbuild';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SITE = join(ROOT, 'dist', 'site');
const OFFLINE = join(ROOT, 'dist', 'offline');
const COMPRESSED = /\.(?:js|css|html|svg|json)$/;

/** The style that pages share with the reports, as `@dqs/reports` makes it. */
const SHARED_STYLE = {
  name: 'shared style',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^dqs:style$/ }, () => ({ path: 'style.css', namespace: 'dqs' }));
    onLoad({ filter: /.*/, namespace: 'dqs' }, async () => ({ contents: await sharedStyle(), loader: 'css' }));
  },
};

/** What to do about each alert about the system: the files of `docs/runbooks`, by their names. */
const RUNBOOKS = {
  name: 'runbooks',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^dqs:runbooks$/ }, () => ({ path: 'runbooks.json', namespace: 'dqs-runbooks' }));
    onLoad({ filter: /.*/, namespace: 'dqs-runbooks' }, async () => {
      const folder = join(ROOT, '..', '..', 'docs', 'runbooks');
      const names = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
      const all = Object.fromEntries(names.map((name, i) => [name.slice(0, -'.md'.length), texts[i]]));
      return { contents: JSON.stringify(all), loader: 'json' };
    });
  },
};

async function sharedStyle() {
  const { outputFiles } = await build({
    ...SOURCES,
    stdin: { contents: "export { stylesheet } from '@dqs/reports/components'", resolveDir: ROOT },
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const { stylesheet } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return stylesheet();
}

/** What our packages say in their sources, built or not. */
const SOURCES = { bundle: true, conditions: ['@dqs/source'], jsx: 'automatic', logLevel: 'warning' };

const COMMON = {
  ...SOURCES,
  minify: true,
  platform: 'browser',
  target: ['chrome120', 'firefox120', 'safari17'],
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [SHARED_STYLE, RUNBOOKS],
  // Packages hold what needs Node.js beside what does not; none of the first may be left in a page.
  external: ['node:*'],
  metafile: true,
  legalComments: 'none',
  absWorkingDir: ROOT,
};

const SERVED = {
  ...COMMON,
  entryPoints: { app: 'src/app/main.tsx' },
  outdir: join(SITE, 'assets'),
  format: 'esm',
  splitting: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file' },
};

const FILE = {
  ...COMMON,
  entryPoints: { app: 'src/app/main.tsx' },
  outdir: OFFLINE,
  format: 'iife',
  // A file fetches no font: it falls back to those of the system.
  loader: { '.woff2': 'empty' },
};

/** Builds both forms of the pages. */
export async function buildSite() {
  await rm(SITE, { recursive: true, force: true });
  const [{ metafile }, file] = await Promise.all([build(SERVED), build(FILE)]);
  for (const built of [metafile, file.metafile]) assertForBrowser(built);
  await writeSite(metafile);
  await writeBundledPackages([metafile, file.metafile]);
}

/** Whose code and fonts are in the pages, for the NOTICE of the package: folders of packages, from the root of the repository. */
async function writeBundledPackages(built) {
  const used = built.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)));
  const folders = used
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const fromRoot = [...new Set(folders)].map((folder) => relative(join(ROOT, '..', '..'), join(ROOT, folder))).sort();
  await writeFile(join(ROOT, 'dist', 'bundled-packages.json'), JSON.stringify(fromRoot));
}

function assertForBrowser({ outputs }) {
  const left = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ path }) => path.startsWith('node:')));
  if (left.length > 0)
    throw new Error(`expected pages without Node.js, got imports of ${left.map(({ path }) => path)}`);
}

async function writeSite({ outputs }) {
  const empty = Object.keys(outputs).filter((path) => outputs[path].bytes === 0);
  await dropEmpty(outputs, empty);
  const names = Object.keys(outputs).flatMap((path) => (empty.includes(path) ? [] : [join(ROOT, path)]));
  const [script] = names.filter((name) => /\bapp-\w+\.js$/.test(name));
  const [style] = names.filter((name) => /\bapp-\w+\.css$/.test(name));
  const page = htmlOf(`/assets/${basename(script)}`, `/assets/${basename(style)}`);
  await mkdir(SITE, { recursive: true });
  await writeFile(join(SITE, 'index.html'), page);
  await writeFile(join(SITE, 'theme.js'), THEME);
  for (const name of [...names, join(SITE, 'index.html'), join(SITE, 'theme.js')]) await writeCompressed(name);
}

/** What pages share of a package may be nothing but its index, of which nothing is left: a file that is not worth a request. */
async function dropEmpty(outputs, empty) {
  for (const path of empty) {
    const line = `import"./${basename(path)}";`;
    const users = Object.keys(outputs).filter((one) => outputs[one].imports.some((found) => found.path === path));
    for (const user of users) {
      const text = await readFile(join(ROOT, user), 'utf8');
      if (!text.includes(line)) throw new Error(`expected ${line} in ${user}, which imports it`);
      await writeFile(join(ROOT, user), text.replace(line, ''));
    }
    await rm(join(ROOT, path));
  }
}

/** Before anything is shown: the theme that was chosen the last time. A browser may refuse its storage. */
const THEME =
  "try{const t=localStorage.getItem('dqs-theme');if(t==='dark'||t==='light')document.documentElement.dataset.theme=t}catch{}\n";

function htmlOf(script, style) {
  const mark = createHash('sha256').update(THEME).digest('hex').slice(0, 8);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DQS</title>
<link rel="icon" href="data:,">
<script src="/theme.js?${mark}"></script>
<link rel="stylesheet" href="${style}">
<link rel="modulepreload" href="${script}">
<script type="module" src="${script}"></script>
</head>
<body><div id="app"></div><noscript>These pages need JavaScript. The same rows are at /today.csv and /today.json.</noscript></body>
</html>
`;
}

async function writeCompressed(path) {
  if (!COMPRESSED.test(path)) return;
  const content = await readFile(path);
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${path}.br`, brotliCompressSync(content, { params }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--watch')) {
    const rebuilt = {
      name: 'rebuilt',
      setup({ onEnd }) {
        onEnd(async ({ metafile, errors }) => {
          if (errors.length === 0) await writeSite(metafile);
          console.error(`built ${new Date().toLocaleTimeString('en')}`);
        });
      },
    };
    await (await context({ ...SERVED, plugins: [...SERVED.plugins, rebuilt] })).watch();
  } else {
    await buildSite();
  }
}
