import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseCommands } from '../../scripts/wheelhouse/database.ts';
import { migrateCommands } from '../../scripts/wheelhouse/migrate.ts';
import { operatorCommands } from '../../scripts/wheelhouse/operator.ts';
import { tenantCommands } from '../../scripts/wheelhouse/tenant.ts';
import { project } from './workspace.ts';

const folder = join(project, 'docs/runbooks');
const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
const read = (path: string) => readFileSync(path, 'utf8');
const textOf = (name: string) => read(join(folder, name));

/** As GitHub names the anchors of headings. */
function anchors(markdown: string): string[] {
  const headings = [...markdown.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the runbooks', () => {
  it('have a section for every alert, and none for an alert that is gone', () => {
    const monitoring = join(project, 'terraform/modules/monitoring');
    const files = readdirSync(monitoring).filter((name) => name.endsWith('.tf') && name !== 'alerts.tf');
    const sections = files.flatMap((name) =>
      [...read(join(monitoring, name)).matchAll(/\bsection\s*=\s*"([a-z-]+)"/g)].map((m) => m[1]!),
    );
    expect(sections.length).toBeGreaterThan(10);
    const headings = [...textOf('on-call.md').matchAll(/^## (.*)$/gm)].map((match) => match[1]!);
    expect(headings).toEqual([...new Set(sections)].sort());
  });

  it('say in each of these what it means, where to look, what to do and when to wake someone', () => {
    for (const section of textOf('on-call.md').split(/^## /m).slice(1)) {
      for (const part of [/\*\*Means\.\*\*/, /\*\*Look first/, /\*\*(Do\.|Look first and do\.)\*\*/, /\*\*Wake someone\*\*/]) {
        expect(section).toMatch(part);
      }
    }
  });

  it.each(names)('link to what is there: %s', (name) => {
    const prose = textOf(name).replaceAll(/```[\s\S]*?```/g, '');
    const links = [...prose.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [, path = '', anchor] of links) {
      const target = path ? join(folder, path) : join(folder, name);
      expect(existsSync(target), `${name} links to ${path}`).toBe(true);
      if (anchor) expect(anchors(read(target)), `${name} links to ${path}#${anchor}`).toContain(anchor);
    }
  });

  it('are all in the index', () => {
    for (const name of names.filter((one) => one !== 'README.md')) expect(textOf('README.md')).toContain(`(${name})`);
  });

  it('name only commands of wheelhouse that exist, and scripts that do', () => {
    const commands = [...tenantCommands, ...migrateCommands, ...databaseCommands, ...operatorCommands].map(
      (command) => command.name,
    );
    const all = names.map(textOf).join('\n');
    const typed = [...all.matchAll(/wheelhouse -- ([a-z]+(?: [a-z]+)?)/g)].map((match) => match[1]!);
    const asJobs = [...all.matchAll(/--args='?(?:\^;\^)?([a-z]+)[,;]([a-z]+)/g)].map((match) => `${match[1]} ${match[2]}`);
    expect(typed.length).toBeGreaterThan(1);
    expect(asJobs.length).toBeGreaterThan(10);
    for (const command of [...typed, ...asJobs]) expect(commands).toContain(command);
    for (const [script] of all.matchAll(/\bdeploy\/[a-z-]+\.(sh|ts)\b/g)) {
      expect(existsSync(join(dirname(folder), '..', script)), script).toBe(true);
    }
  });
});
