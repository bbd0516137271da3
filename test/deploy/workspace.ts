import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const project = fileURLToPath(new URL('../../', import.meta.url));

/** What a program answers when its call holds the words: always the same, or what a script in the workspace says. */
export type Answer = { call: string; out?: string; status?: number; script?: string };

type Run = { status: number | null; out: string; err: string; calls: string[] };

export type Workspace = {
  root: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Runs a script of deploy/ with stand-ins for the programs of the cloud; answers what it said and which calls it made. */
  run(script: string, answers?: Answer[], env?: Record<string, string>, args?: string[]): Run;
};

const programs = ['gcloud', 'terraform', 'docker', 'curl', 'npm', 'node', 'chown'];
const environment = { ENVIRONMENT: 'prod', PROJECT: 'example', REGION: 'europe-west1', STATE_BUCKET: 'example-state' };
const settings = {
  ...environment,
  REPOSITORY: 'europe-west1-docker.pkg.dev/example/wheelhouse',
  BUILD: '0a1b2c3d-4e5f',
  SMOKE_TOKEN_SECRET: '',
};

/** A checkout in the middle of a build: the scripts, and programs that record their calls and answer what a test says. */
export function workspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'wheelhouse-deploy-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(project, 'deploy'), join(root, 'deploy'), { recursive: true });
  const calls = join(root, 'calls');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    run(script, answers = [], env = {}, args = []) {
      rmSync(calls, { force: true });
      for (const program of programs) {
        write(`bin/${program}`, standIn(program, calls, answers));
        chmodSync(join(root, 'bin', program), 0o755);
      }
      const command = script.endsWith('.ts') ? process.execPath : script === 'plan.sh' || script === 'apply.sh' ? 'sh' : 'bash';
      const path = [join(root, 'bin'), process.env.PATH].join(delimiter);
      const { status, stdout, stderr } = spawnSync(command, [`deploy/${script}`, ...args], {
        cwd: root,
        env: { ...settings, PATH: path, ...env },
        encoding: 'utf8',
        timeout: 20_000,
      });
      return {
        status,
        out: stdout,
        err: stderr,
        calls: existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [],
      };
    },
  };
}

function standIn(program: string, calls: string, answers: Answer[]): string {
  const cases = answers.map(
    ({ call, out = '', status = 0, script }) =>
      `  *${quoted(call)}*) ${script ? `bash ${quoted(script)}` : `printf '%s' ${quoted(out)}`}; exit ${status} ;;`,
  );
  // What curl is sent is part of its call: a body, or a header that arguments must not show.
  const input = program === 'curl' ? 'call="$call <<< $(cat)"\n' : '';
  return `#!/usr/bin/env bash
call="${program} $*"
${input}echo "$call" >>${quoted(calls)}
case "$call" in
${cases.join('\n')}
  *) ;;
esac
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
