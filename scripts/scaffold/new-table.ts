import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import '@wheelhouse/shared/domains/tables.ts';
import { readFunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { addImport, addPath, addResource, addToCatalogue, addToGroup } from './edits.ts';
import { allOrNothing } from './file-changes.ts';
import { format } from './format.ts';
import { nextMigration } from './migration.ts';
import { prerequisitesOf } from './prerequisites.ts';
import { resourceDeclaration, tableFile, testFile } from './table-files.ts';
import { planTable, type TableRequest } from './table-plan.ts';

/** What was written, and what is left to say. */
export type Written = { paths: string[]; next: string[] };

/**
 * Adds a table of tenants with its resource, permissions, migration and test to a domain. Throws a UsageError for a request that
 * cannot be; whatever is thrown, no file has changed.
 */
export async function newTable(root: string, request: TableRequest): Promise<Written> {
  const resources = allDomains.flatMap((domain) => domain.resources);
  const plan = planTable(root, request, allDomains, resources);
  const { domain, table, constant } = plan;
  const prerequisites = prerequisitesOf(root, plan);
  const folder = `shared/src/domains/${domain}`;
  const served = existsSync(join(root, 'functions', domain, 'function.yaml'));

  const changes = await allOrNothing(root, async (files) => {
    const declaration = `${folder}/tables/${constant}.ts`;
    files.create(declaration, tableFile(plan));
    // The migration is rendered from the file as it was written.
    await import(pathToFileURL(join(root, declaration)).href);
    const migration = nextMigration(root, 'tenant', `add_${table}`, [table]);
    files.create(migration.path, migration.sql);

    files.edit(`${folder}/tables/index.ts`, (text) => `${text.trimEnd()}\nexport { ${constant} } from './${constant}.ts';\n`);
    files.edit(`${folder}/resources.ts`, (text) => {
      const imported = addImport(addImport(text, constant, './tables/index.ts'), 'resource', '../../resource/resource.ts');
      return addResource(imported, `${plan.singular}Resource`, resourceDeclaration(plan));
    });
    files.edit('shared/src/auth/permissions.ts', (text) => addToGroup(text, plan.group, plan.noun));
    files.edit('sql/functions/seed_identity.sql', (text) => addToCatalogue(text, plan.group, plan.noun));
    if (served) {
      files.edit(`functions/${domain}/function.yaml`, (text) => addPath(text, `/v1/${plan.path}`));
      readFunctionDescription(join(root, 'functions', domain));
    }
    files.create(`test/shared/domains/${domain}/${constant}.test.ts`, testFile(plan, prerequisites));
    format(root, files.paths);
  });

  const next = [
    'Describe columns, add unique keys and checks as needed, then delete the migration and render it again with npm run new:migration.',
  ];
  if (!served) next.push(`No function serves the domain yet: npm run new:function -- ${domain} http`);
  return { paths: changes.paths, next };
}
