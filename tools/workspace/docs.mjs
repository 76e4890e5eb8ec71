// `npm run docs`: the site of the documentation in dist/docs: guides, documents, decisions and runbooks with their pictures,
// what every package exports, and a search over all of it. Any warning, and any link that leads nowhere, is an error.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Application, LogLevel } from 'typedoc';
import { inRoot, projectFolders } from './paths.mjs';

const ROOT = inRoot();
const STAGE = inRoot('node_modules', '.cache', 'docs-site');
const OUT = inRoot('dist', 'docs');
/** A link or a picture of Markdown: its words, and where it leads. */
const LINK = /\[([^\[\]]*)\]\(([^()\s]+)\)/g;
/** What goes into the site by its folder, in the order of its contents. */
const GROUPS = [
  ['Guides', 'docs/guides'],
  ['Documents', 'docs'],
  ['Packages', 'packages'],
  ['Programs', 'apps'],
  ['Runbooks', 'docs/runbooks'],
  ['Decisions', 'docs/decisions'],
];

const packages = projectFolders().filter((folder) => folder.startsWith('packages'));
/** A table that is wider than a telephone is moved by itself; the page is not. */
const STYLE = '.tsd-typography table { display: block; max-width: 100%; overflow-x: auto; }\n';

const nameOf = (folder) => JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8')).name;
const documents = stage();
const app = await Application.bootstrap({
  name: 'DQS',
  entryPointStrategy: 'resolve',
  entryPoints: packages.map((folder) => inRoot(folder, 'src', 'index.ts')),
  tsconfig: inRoot('tsconfig.docs.json'),
  out: OUT,
  readme: join(STAGE, 'README.md'),
  projectDocuments: documents,
  customCss: join(STAGE, 'style.css'),
  router: 'structure',
  navigation: { includeGroups: true },
  groupOrder: [...GROUPS.map(([group]) => group), '*'],
  // The comments of the generated schema of the API.
  blockTags: [...(await defaultTags()), '@description', '@constant'],
  highlightLanguages: [
    'bash',
    'console',
    'css',
    'html',
    'ini',
    'javascript',
    'json',
    'jsonc',
    'python',
    'sql',
    'typescript',
    'yaml',
  ],
  searchInDocuments: true,
  // Its page leaves out some types that others link to.
  includeHierarchySummary: false,
  skipErrorChecking: true,
  treatWarningsAsErrors: true,
  disableSources: true,
  logLevel: LogLevel.Warn,
});
const project = await app.convert();
if (project === undefined) process.exit(1);
for (const module of project.children ?? []) module.name = nameOf(`packages/${module.name.split('/')[0]}`);
rmSync(OUT, { recursive: true, force: true });
await app.generateOutputs(project);
const dead = deadLinks(OUT);
for (const line of dead) console.error(`link that leads nowhere: ${line}`);
if (app.logger.hasErrors() || app.logger.hasWarnings() || dead.length > 0) process.exit(1);
console.log(`${relative(ROOT, OUT)}/index.html: ${documents.length} documents, ${packages.length} packages`);

async function defaultTags() {
  const { OptionDefaults } = await import('typedoc');
  return OptionDefaults.blockTags;
}

/** Copies of all documents with a title and a group, and their pictures. Links to files that are not of the site are words alone. */
function stage() {
  rmSync(STAGE, { recursive: true, force: true });
  const files = GROUPS.flatMap(([group, folder]) => documentsOf(folder).map((file) => ({ group, file })));
  write('style.css', STYLE);
  const known = new Set(['README.md', ...files.map(({ file }) => file)]);
  for (const { group, file } of [{ file: 'README.md' }, ...files]) {
    const text = readFileSync(inRoot(file), 'utf8');
    // The site's own name stands above the first page.
    const body = (group === undefined ? text.replace(/^# .+$/m, '') : text).replace(LINK, (link, words, target) =>
      isKept(file, target, known) ? link : words,
    );
    write(
      file,
      group === undefined
        ? body
        : `---\ntitle: ${JSON.stringify(titleOf(file, text))}\ngroup: ${group}\n---\n\n${body}`,
    );
  }
  return files.map(({ file }) => join(STAGE, file));
}

function documentsOf(folder) {
  const isOfPackages = folder === 'packages' || folder === 'apps';
  const names = readdirSync(inRoot(folder)).sort();
  if (!isOfPackages) return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
  return names.map((name) => `${folder}/${name}/README.md`).filter((file) => existsSync(inRoot(file)));
}

/** The name of a package, or the first heading without marks. */
function titleOf(file, text) {
  if (!file.startsWith('docs/')) return nameOf(dirname(file));
  return /^# (.+)$/m.exec(text)[1].replaceAll('`', '');
}

/** Whether a link leads to a place in the site or to another site; a picture is taken along. */
function isKept(file, target, known) {
  const [path] = target.split('#');
  if (path === '' || /^[a-z]+:/.test(target)) return true;
  const at = relative(ROOT, resolve(ROOT, dirname(file), path))
    .split(sep)
    .join('/');
  if (!/\.(?:png|svg|jpg)$/.test(at)) return known.has(at);
  mkdirSync(dirname(join(STAGE, at)), { recursive: true });
  cpSync(inRoot(at), join(STAGE, at));
  return true;
}

function write(file, text) {
  mkdirSync(dirname(join(STAGE, file)), { recursive: true });
  writeFileSync(join(STAGE, file), text);
}

/** Links of pages to pages or places in them that are not there. */
function deadLinks(folder) {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]));
  const idsOf = new Map();
  const ids = (page) => {
    if (!idsOf.has(page)) idsOf.set(page, new Set([...texts.get(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)));
    return idsOf.get(page);
  };
  return [...texts].flatMap(([page, text]) => {
    const links = new Set(
      [...text.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link]) => link.replaceAll('&amp;', '&')),
    );
    return [...links]
      .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link) && !isThere(page, link))
      .map((link) => `${page} → ${link}`);
  });

  function isThere(page, link) {
    const [path, anchor] = link.split('#');
    const target =
      path === '' ? page : relative(folder, resolve(folder, dirname(page), decodeURIComponent(path.split('?')[0])));
    if (!existsSync(join(folder, target))) return false;
    return anchor === undefined || anchor === '' || !texts.has(target) || ids(target).has(decodeURIComponent(anchor));
  }
}
