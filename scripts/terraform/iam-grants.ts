import { type Block, type Folder, localOf, resourcesOf, textOf } from './hcl.ts';

/** What one IAM resource of the stack or a module grants. */
export type IamGrant = {
  /** Where it is declared: `modules/topic/google_pubsub_topic_iam_member.publisher`. */
  address: string;
  /** Type of the resource that the roles are granted on: `google_project`. */
  scope: string;
  /** Account ids, `allUsers`; none where the member is given from outside the folder. */
  accounts: string[];
  roles: string[];
  /** Title of the condition; undefined where the grant has none. */
  condition?: string;
};

/** Every `…_iam_member` of the folders; throws on a binding or policy, which would take away what others granted. */
export function iamGrants(terraform: Map<string, Folder>): IamGrant[] {
  return [...terraform].flatMap(([path, folder]) =>
    resourcesOf(folder)
      .filter(({ type }) => /_iam_(member|binding|policy)$/.test(type))
      .map(({ type, name, block }) => grant(`${path}/${type}.${name}`, type, folder, block)),
  );
}

function grant(address: string, type: string, folder: Folder, block: Block): IamGrant {
  if (!type.endsWith('_iam_member'))
    throw new Error(`${address} replaces what others granted: use ${type.replace(/_[a-z]+$/, '_member')}.`);
  const roles = rolesOf(folder, block);
  if (roles.length === 0)
    throw new Error(`${address}: no role is found in ${textOf(block.role)}. Write it, or the set of for_each, out.`);
  const condition = conditionOf(folder, block);
  return {
    address,
    scope: type.replace(/_iam_member$/, ''),
    accounts: accountsOf(folder, block),
    roles,
    ...(condition && { condition }),
  };
}

/** Written out, or in the set or local that `for_each` goes through, or in the local that maps rights to roles. */
function rolesOf(folder: Folder, { role, for_each: forEach }: Block): string[] {
  const text = [role, forEach].map((value) => withLocals(folder, textOf(value))).join(' ');
  const custom = [...text.matchAll(/google_project_iam_custom_role\.(\w+)/g)].map(([, name]) => `wheelhouse_${name}`);
  return [...new Set([...(text.match(/roles\/[\w.]+/g) ?? []), ...custom])].sort();
}

function accountsOf(folder: Folder, { member }: Block): string[] {
  const text = textOf(member);
  const own = [...text.matchAll(/google_service_account\.(\w+)/g)].map(([, name = '']) => accountId(folder, name));
  return [...own, ...(text.match(/allUsers|allAuthenticatedUsers/g) ?? [])];
}

function accountId({ resource = {} }: Folder, name: string): string {
  const id = textOf(resource.google_service_account?.[name]?.[0]?.account_id);
  return id.replace(/\$\{(var|local)\.prefix\}/, 'wheelhouse').replace(/\$\{local\.name\}/, '<function>');
}

function conditionOf(folder: Folder, { condition, for_each: forEach }: Block): string | undefined {
  const title = Array.isArray(condition) ? textOf(condition[0]?.title) : undefined;
  if (!title?.includes('each.value')) return title?.replace(/\$\{[\w.]*instance_name\}/, 'wheelhouse');
  const titles = [...withLocals(folder, textOf(forEach)).matchAll(/"?title"?\s*[:=]\s*"(\w+)"/g)].map(([, found]) => found);
  return titles.join(', ');
}

/** The text with the values of the locals that it names behind it, and of those that these name. */
function withLocals(folder: Folder, text: string): string {
  const names = [...text.matchAll(/local\.(\w+)/g)].map(([, name = '']) => name);
  const values = names.map((name) => localOf(folder, name)).filter((value) => value !== undefined);
  return [text, ...values.map((value) => withLocals(folder, textOf(value)))].join(' ');
}
