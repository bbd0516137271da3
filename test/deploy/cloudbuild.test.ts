import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { project } from './workspace.ts';

type Step = { id: string; name: string; entrypoint: string; args: string[]; waitFor?: string[]; timeout?: string };
type Build = {
  steps: Step[];
  substitutions: Record<string, string>;
  options: { env: string[]; logging: string };
  timeout: string;
};

const text = readFileSync(join(project, 'cloudbuild.yaml'), 'utf8');
const build: Build = parse(text);
const scripts = readdirSync(join(project, 'deploy')).filter((name) => name.endsWith('.sh'));
const step = (id: string) => build.steps.find((one) => one.id === id)!;

/** Every step that has ended before this one begins. A step that waits for none named waits for all that stand before it. */
function stepsBefore(id: string): Set<string> {
  const index = build.steps.findIndex((one) => one.id === id);
  const direct = build.steps[index]!.waitFor ?? build.steps.slice(0, index).map((one) => one.id);
  return new Set(direct.filter((name) => name !== '-').flatMap((name) => [name, ...stepsBefore(name)]));
}

describe('the build', () => {
  it('names only scripts that exist and can be run', () => {
    const named = build.steps.flatMap(({ args }) => args.filter((argument) => argument.startsWith('deploy/')));
    expect(named.length).toBeGreaterThan(10);
    for (const script of named) accessSync(join(project, script), constants.R_OK);
    for (const script of scripts) accessSync(join(project, 'deploy', script), constants.X_OK);
  });

  it('has only scripts that their shell can read', () => {
    for (const script of scripts) {
      const shell = readFileSync(join(project, 'deploy', script), 'utf8').startsWith('#!/bin/sh') ? 'sh' : 'bash';
      expect(spawnSync(shell, ['-n', join(project, 'deploy', script)], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    }
  });

  it('runs in the image of Terraform, which has no bash, only what needs none', () => {
    const terraform = build.steps.filter(({ name }) => name.includes('terraform'));
    expect(terraform.map(({ id }) => id)).toEqual(['plan', 'apply']);
    for (const { entrypoint, args } of terraform) {
      expect(entrypoint).toBe('sh');
      expect(readFileSync(join(project, args[0]!), 'utf8')).toMatch(/^#!\/bin\/sh\n/);
    }
  });

  it('uses only substitutions that the trigger gives, that have a default, or that are built in', () => {
    const trigger = readFileSync(join(project, 'terraform/modules/ci/main.tf'), 'utf8');
    const given = [...trigger.matchAll(/\b(_[A-Z][A-Z_]*)"?\s*=/g)].map((match) => match[1]!);
    const builtIn = ['PROJECT_ID', 'BUILD_ID'];
    const used = [...text.matchAll(/\$\{?([A-Z_]+)\}?/g)].map((match) => match[1]!);
    expect(used).toContain('_ENVIRONMENT');
    for (const name of used) expect([...given, ...Object.keys(build.substitutions), ...builtIn]).toContain(name);
  });

  it('gives the scripts every variable that they read', () => {
    const given = build.options.env.map((pair) => pair.split('=')[0]!);
    const ofTheShell = ['PWD', 'PATH', 'HOME', 'DATABASE_URL'];
    for (const script of scripts) {
      const source = readFileSync(join(project, 'deploy', script), 'utf8');
      for (const [, name] of source.matchAll(/\$\{?([A-Z][A-Z_]+)\b/g)) expect([...given, ...ofTheShell], script).toContain(name);
    }
  });

  it('deploys nothing that was not verified, tested and reviewed', () => {
    for (const id of ['verify', 'test', 'build', 'push-tool-image', 'note-revisions', 'plan', 'review-plan']) {
      expect(stepsBefore('migrate')).toContain(id);
      expect(stepsBefore('apply')).toContain(id);
    }
    expect(stepsBefore('test')).toContain('start-postgres');
  });

  it('rehearses before it migrates, migrates before it deploys, and asks after it has deployed', () => {
    expect(stepsBefore('rehearse')).toContain('review-plan');
    expect(stepsBefore('migrate')).toContain('rehearse');
    expect(stepsBefore('apply')).toContain('migrate');
    expect(stepsBefore('smoke')).toContain('apply');
    expect(stepsBefore('smoke')).toContain('admit-functions');
    expect(step('smoke').args).toEqual(['deploy/smoke-or-roll-back.sh']);
    expect(build.steps.at(-1)).toBe(step('smoke'));
  });

  it('ends by itself, and keeps its log where a service account of one’s own may write it', () => {
    expect(build.timeout).toMatch(/^\d+s$/);
    const seconds = (value: string) => Number(value.slice(0, -1));
    expect(seconds(build.timeout)).toBeGreaterThan(seconds(step('rehearse').timeout!) + seconds(step('migrate').timeout!));
    expect(build.options.logging).toBe('CLOUD_LOGGING_ONLY');
  });
});
