import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { CacheServer } from '../cache/cache-server.ts';
import { ExampleWorkflow, folder, shell } from './workflow.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const example = (name: string): string => readFileSync(join(ROOT, 'examples', name), 'utf8');
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

async function sandboxWith(folderPath: string, files: Readonly<Record<string, string>>): Promise<Sandbox> {
  const entries = Object.entries(files).map(([path, content]) => [`${folderPath}/${path}`, content]);
  const sandbox = await startSandbox({ files: Object.fromEntries(entries), folders: [folderPath] });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

async function cacheService(): Promise<Record<string, string>> {
  const cache = await CacheServer.start();
  onTestFinished(() => cache[Symbol.asyncDispose]());
  return Object.fromEntries(
    Object.entries(cache.environment('github.com')).map(([name, value]) => [name, value ?? '']),
  );
}

/** A repository with a branch main, to clone from and to push to. */
function repository(files: Readonly<Record<string, string>>): string {
  const path = folder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
    chmodSync(join(path, name), 0o755);
  }
  git(path, 'init', '--quiet', '--initial-branch=main');
  git(path, 'add', '--all');
  git(path, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'first');
  git(path, 'config', 'receive.denyCurrentBranch', 'ignore');
  return path;
}

const git = (path: string, ...args: string[]): string =>
  execFileSync('git', ['-C', path, ...args], { encoding: 'utf8' }).trim();

const downloads = (server: Sandbox): number => server.count('downloadfile') + server.count('downloadfilemulti');

/** The files below a folder, by path. */
function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(names.sort().map(name => [name, readFileSync(join(path, name), 'utf8')]));
}

// Workflows for ubuntu-latest and scripts for Linux, with its tools.
describe.runIf(process.platform === 'linux')('the examples do what they say', () => {
  test('docs-site.yml builds when pushed or when documents changed, and makes up for a build that failed', async () => {
    const server = await sandboxWith('/SHARED/handbook', {
      'a.md': '# A',
      'b.txt': 'no',
      'drafts/c.md': 'no',
      '~$a.md': 'no',
    });
    const origin = repository({ 'package.json': '{}' });
    // Without a cache service, all documents are new each time: what was built is known by their digest.
    const workflow = new ExampleWorkflow('docs-site.yml', server, { origin });
    workflow.program('npm', 'echo "npm $*"; if [ "$1" = run ]; then mkdir -p site; cp -r docs/handbook site/; fi');
    const run = (event: string) =>
      workflow.run('build', {
        workspace: folder(),
        github: { event_name: event, sha: git(origin, 'rev-parse', 'main') },
      });
    const built = expect.stringContaining('npm run build');

    const workspace = folder();
    const first = await workflow.run('build', {
      workspace,
      github: { event_name: 'push', sha: git(origin, 'rev-parse', 'main') },
    });
    expect(first).toMatchObject({ failed: false, log: built });
    expect(filesIn(join(workspace, 'site'))).toEqual({ 'handbook/a.md': '# A' });
    expect((await run('schedule')).log).not.toEqual(built);

    server.tree.write('/SHARED/handbook/a.md', '# A, edited');
    workflow.program('npm', 'echo "npm $*"; exit 1');
    expect((await run('schedule')).failed).toBe(true);
    workflow.program('npm', 'echo "npm $*"; mkdir -p site');
    expect(await run('schedule')).toMatchObject({ failed: false, log: built });
    expect((await run('schedule')).log).not.toEqual(built);
    server.switches.undownloadable.add('/SHARED/handbook/a.md');
    server.tree.write('/SHARED/handbook/a.md', '# A, edited again');
    expect(await run('schedule')).toMatchObject({ failed: true, log: expect.not.stringContaining('npm ') });
  });

  test('nightly-snapshot.yml commits what changed, and downloads nothing else again', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `${index}.txt`);
    const server = await sandboxWith('/SHARED/regulatory', Object.fromEntries(names.map(name => [name, name])));
    const origin = repository({ '.gitignore': '*.txt' });
    const workflow = new ExampleWorkflow('nightly-snapshot.yml', server, { origin, service: await cacheService() });
    const night = async (): Promise<string> => {
      const end = await workflow.run('snapshot', { workspace: folder() });
      expect(end.failed, end.log).toBe(false);
      return git(origin, 'log', '-1', '--format=%s', 'main');
    };
    expect(await night()).toBe('Snapshot: 10 new, 0 updated, 0 deleted');
    expect(git(origin, 'ls-tree', '-r', '--name-only', 'main').split('\n')).toHaveLength(11);

    const before = downloads(server);
    const commit = git(origin, 'rev-parse', 'main');
    await night();
    expect(git(origin, 'rev-parse', 'main')).toBe(commit);
    expect(downloads(server)).toBe(before);

    server.tree.write('/SHARED/regulatory/3.txt', 'edited');
    server.tree.remove('/SHARED/regulatory/4.txt');
    expect(await night()).toBe('Snapshot: 0 new, 1 updated, 1 deleted');
    expect(git(origin, 'show', 'main:snapshot/3.txt')).toBe('edited');
    expect(git(origin, 'ls-tree', '-r', '--name-only', 'main')).not.toContain('4.txt');
    expect(downloads(server)).toBe(before + 1);
  });

  describe.runIf(has('jq'))('search-index.yml', () => {
    const INDEX = '#!/usr/bin/env bash\ncommand=$1; shift\nprintf "$command:%q\\n" "$@" >> "$INDEXED"\n';

    async function scene(files: Readonly<Record<string, string>>) {
      const server = await sandboxWith('/SHARED/knowledge', files);
      const origin = repository({ 'scripts/index': INDEX.replace('"$INDEXED"', `"${join(folder(), 'indexed')}"`) });
      const workflow = new ExampleWorkflow('search-index.yml', server, { origin, service: await cacheService() });
      const indexed =
        /"(?<path>\/.*indexed)"/.exec(readFileSync(join(origin, 'scripts/index'), 'utf8'))?.groups?.['path'] ?? '';
      const run = async (inputs: Readonly<Record<string, string>> = {}) => {
        writeFileSync(indexed, '');
        const end = await workflow.run('index', { workspace: folder(), inputs });
        return {
          ...end,
          fed: readFileSync(indexed, 'utf8')
            .split('\n')
            .filter(line => line !== '')
            .sort(),
        };
      };
      return { server, workflow, run };
    }

    test('feeds what is new or was edited, takes out what is gone, and leaves the rest', async () => {
      const { server, run } = await scene({ '-a.md': 'a', 'b c.md': 'b', 'd\ne.md': 'd', 'f.md': 'f', 'g.exe': 'g' });
      expect(await run()).toMatchObject({
        failed: false,
        fed: ["add:$'knowledge/d\\ne.md'", 'add:knowledge/-a.md', 'add:knowledge/b\\ c.md', 'add:knowledge/f.md'],
      });
      expect(await run()).toMatchObject({ failed: false, fed: [] });
      server.tree.write('/SHARED/knowledge/b c.md', 'edited');
      server.tree.remove('/SHARED/knowledge/f.md');
      expect(await run()).toMatchObject({ failed: false, fed: ['add:knowledge/b\\ c.md', 'remove:knowledge/f.md'] });
      expect((await run({ all: 'true' })).fed).toEqual([
        "add:$'knowledge/d\\ne.md'",
        'add:knowledge/-a.md',
        'add:knowledge/b\\ c.md',
      ]);
    });

    test('one document that cannot be had keeps no other from the index', async () => {
      const { server, run } = await scene({ 'a.md': 'a', 'b.md': 'b' });
      server.switches.undownloadable.add('/SHARED/knowledge/b.md');
      expect(await run()).toMatchObject({ failed: true, fed: ['add:knowledge/a.md'] });
      server.switches.undownloadable.clear();
      expect(await run()).toMatchObject({ failed: false, fed: ['add:knowledge/b.md'] });
    });

    test('a report that jq cannot read fails the job', async () => {
      const { workflow, run } = await scene({ 'a.md': 'a' });
      workflow.program('jq', 'exit 5');
      expect(await run()).toMatchObject({ failed: true, fed: [] });
    });
  });

  test('release-bundle.yml attaches all documents with their digest, or nothing', async () => {
    const server = await sandboxWith('/SHARED/products/data-sheets', {
      'a.pdf': 'a',
      'b/c.pdf': 'c',
      'b/internal/d.pdf': 'no',
    });
    const workflow = new ExampleWorkflow('release-bundle.yml', server);
    const attached = join(folder(), 'attached');
    workflow.program('gh', `echo "gh $*"; cp "$4" '${attached}.tar.gz'; test "$GH_TOKEN" = a-token`);
    const run = () =>
      workflow.run('bundle', { workspace: folder(), github: { event: { release: { tag_name: 'v1.2.3' } } } });
    const end = await run();
    expect(end.failed, end.log).toBe(false);
    expect(end.log).toContain('gh release upload v1.2.3 documents.tar.gz');
    mkdirSync(attached);
    execFileSync('tar', ['--extract', '--file', `${attached}.tar.gz`, '--directory', attached]);
    expect(filesIn(attached)).toEqual({
      DIGEST: expect.stringMatching(/^[0-9a-f]{64}\n$/),
      'data-sheets/a.pdf': 'a',
      'data-sheets/b/c.pdf': 'c',
    });
    server.switches.undownloadable.add('/SHARED/products/data-sheets/a.pdf');
    expect(await run()).toMatchObject({ failed: true, log: expect.not.stringContaining('gh release') });
  });

  test('self-hosted.yml keeps the mirror in the workspace: a second run downloads nothing', async () => {
    const server = await sandboxWith('/EXTERNAL/training', { 'a.bin': 'a', 'b/c.bin': 'c' });
    const workflow = new ExampleWorkflow('self-hosted.yml', server, { origin: repository({ Makefile: '' }) });
    workflow.program('make', 'echo "make $*"; cat data/training/a.bin');
    const workspace = folder();
    const run = () => workflow.run('train', { workspace, with: { 'ca-certificate': '' } });
    expect(await run()).toMatchObject({ failed: false, log: expect.stringContaining('make train\na') });
    const before = downloads(server);
    expect(await run()).toMatchObject({ failed: false, log: expect.stringContaining('2 skipped') });
    expect(downloads(server)).toBe(before);
  });

  test('big-share.yml splits a share over jobs and joins it whole, with all its times', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`f${index % 3}/-${index} ü.txt`, String(index)]),
    );
    const server = await sandboxWith('/SHARED/archive', files);
    const workflow = new ExampleWorkflow('big-share.yml', server);
    const parts: number[] = [];
    for (const part of ['1', '2', '3', '4']) {
      const workspace = folder();
      const end = await workflow.run('mirror', { workspace, matrix: { part } });
      expect(end.failed, end.log).toBe(false);
      parts.push(Object.keys(filesIn(join(workspace, 'archive'))).length);
    }
    expect(Math.max(...parts)).toBeLessThan(20);
    const workspace = folder();
    const end = await workflow.run('join', { workspace });
    expect(end).toMatchObject({ failed: false, log: expect.stringMatching(/^30$/m) });
    expect(filesIn(join(workspace, 'archive'))).toEqual(files);
    for (const path of Object.keys(files)) {
      expect(statSync(join(workspace, 'archive', path)).mtimeMs / 1000).toBe(
        server.tree.get(`/SHARED/archive/${path}`)?.modified,
      );
    }
  });

  /** A machine on which `git clone` of this repository gives the built command line. */
  function machine(server: Sandbox): { place: string; environment: Record<string, string> } {
    const [place, programs] = [folder(), folder()];
    const clone = `if [ "$1" = clone ]; then mkdir -p "\${!#}" && cp -r '${join(ROOT, 'dist')}' "\${!#}"; fi`;
    writeFileSync(join(programs, 'git'), `#!/usr/bin/env bash\n${clone}\n`);
    chmodSync(join(programs, 'git'), 0o755);
    const environment = {
      PATH: `${programs}:${process.env['PATH']}`,
      FILECLOUD_SERVER: server.url,
      FILECLOUD_USERNAME: 'demo',
      FILECLOUD_PASSWORD: 'demo-password',
    };
    return { place, environment };
  }

  test('gitlab-ci.yml mirrors by the command line', async () => {
    const server = await sandboxWith('/SHARED/handbook', { 'a.md': 'a', 'drafts/b.md': 'no', 'c/d.tmp': 'no' });
    const { handbook } = parse(example('gitlab-ci.yml'));
    const { place, environment } = machine(server);
    const run = () =>
      shell('bash -eo pipefail {0}', handbook.script.join('\n'), place, { ...handbook.variables, ...environment });
    expect(await run()).toEqual({ status: 0, output: expect.stringContaining('1 new') });
    expect(filesIn(join(place, 'handbook'))).toEqual({ 'a.md': 'a' });
    expect(readFileSync(join(place, 'report.jsonl'), 'utf8')).toContain('"path":"a.md","action":"new"');
    // The runner cleans its folder before each job, and brings the cached mirror back.
    rmSync(join(place, '.mirror-tool'), { recursive: true });
    expect(await run()).toEqual({ status: 0, output: expect.stringContaining('1 skipped') });
  });

  test('Jenkinsfile mirrors by the command line, and keeps the result as JSON', async () => {
    const server = await sandboxWith('/SHARED/handbook', { 'a.md': 'a' });
    const { place, environment } = machine(server);
    const [text = ''] = example('Jenkinsfile').split("stage('Build')");
    const scripts = [...text.matchAll(/sh (?:'''(?<long>.*?)'''|'(?<short>[^']*)')/gs)].map(
      // Groovy joins lines that end with a backslash.
      ({ groups }) => (groups?.['long'] ?? groups?.['short'] ?? '').replaceAll('\\\n', ''),
    );
    expect(scripts).toHaveLength(2);
    for (const count of ['"new":1', '"skipped":1']) {
      for (const script of scripts) {
        const end = await shell('sh -xe {0}', script, place, {
          ...environment,
          FILECLOUD_REMOTE_PATH: '/SHARED/handbook',
        });
        expect(end.status, end.output).toBe(0);
      }
      expect(readFileSync(join(place, 'result.json'), 'utf8')).toContain(count);
    }
    expect(filesIn(join(place, 'handbook'))).toEqual({ 'a.md': 'a' });
  });

  test('cron.sh is silent when all went well, tells what failed, and runs once at a time', async () => {
    const server = await sandboxWith('/SHARED/handbook', { 'a.md': 'a' });
    const place = folder();
    cpSync(join(ROOT, 'dist'), join(place, 'tool', 'dist'), { recursive: true });
    const account = (password: string): void =>
      writeFileSync(join(place, 'account.env'), `FILECLOUD_USERNAME=demo\nFILECLOUD_PASSWORD='${password}'\n`);
    const script = example('cron.sh')
      .replace('https://files.example.com', server.url)
      .replaceAll('/srv/handbook', join(place, 'handbook'))
      .replaceAll('/opt/filecloud-mirror', join(place, 'tool'))
      .replaceAll('/etc/filecloud-mirror.env', join(place, 'account.env'));
    const run = (before = '') => shell('bash {0}', `${before}\n${script}`, place, { TMPDIR: place });
    account('demo-password');
    expect(await run()).toEqual({ status: 0, output: '' });
    expect(filesIn(join(place, 'handbook'))).toEqual({ 'a.md': 'a' });
    const seen = server.requests.length;
    expect(await run(`exec 8< '${join(place, 'handbook')}'; flock 8`)).toEqual({ status: 0, output: '' });
    expect(server.requests).toHaveLength(seen);
    account('wrong');
    const { status, output } = await run();
    expect(status).toBe(1);
    expect(output).toMatch(/^The mirror of the handbook ended with status 1:\n/);
    expect(output).toContain('The server rejected the login');
    // Nothing is left behind in the temporary folder.
    expect(readdirSync(place).sort()).toEqual(['account.env', 'handbook', 'tool']);
  });
});
