type Json = Record<string, unknown>;

/**
 * Moves the `$defs` of schemas inside an OpenAPI document to its components: `#/$defs/…` refers to the root of the document, which
 * a schema's own definitions are no longer at. Definitions of the same content become one component.
 *
 * @param schemas `components.schemas` of the document; both are changed in place
 */
export function shareDefinitions(document: Json, schemas: Json): void {
  const names = new Map<string, string>();
  for (const owner of ownersOf(document)) {
    const definitions = owner.$defs as Record<string, Json>;
    delete owner.$defs;
    for (const [local, definition] of Object.entries(definitions)) {
      // Zod numbers the definitions that were given no id: the same one has another number elsewhere.
      const content = JSON.stringify(definition).replaceAll(`"${pointer(local)}"`, '"itself"');
      const known = names.get(content);
      const name = known ?? freeName(local, schemas);
      rename([owner, ...Object.values(definitions)], pointer(local), `#/components/schemas/${name}`);
      if (known) continue;
      names.set(content, name);
      schemas[name] = definition;
    }
  }
}

const pointer = (name: string): string => `#/$defs/${name}`;

/** Every schema in the document that has definitions of its own. */
function ownersOf(node: unknown): Json[] {
  if (node === null || typeof node !== 'object') return [];
  const inner = Object.values(node).flatMap(ownersOf);
  return '$defs' in node ? [...inner, node as Json] : inner;
}

function rename(nodes: unknown[], from: string, to: string): void {
  for (const node of nodes) {
    if (node === null || typeof node !== 'object') continue;
    if ('$ref' in node && node.$ref === from) node.$ref = to;
    rename(Object.values(node), from, to);
  }
}

function freeName(local: string, schemas: Json): string {
  const wanted = local.startsWith('__') ? 'Recursive' : local;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!Object.hasOwn(schemas, name)) return name;
  }
}
