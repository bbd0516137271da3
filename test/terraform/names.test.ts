import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { describe, expect, it } from 'vitest';
import { knownBuckets, knownTopics } from '../../scripts/scaffold/known-names.ts';
import { localOf, textOf } from '../../scripts/terraform/hcl.ts';
import { folderOf, functions, root } from './harness.ts';

const stack = folderOf('stack');

describe('names that functions and Terraform share', () => {
  it('of buckets are those that functions know by a variable', () => {
    expect(Object.keys(localOf(stack, 'buckets') as object).sort()).toEqual(knownBuckets().sort());
  });

  it('of buckets are those that descriptions may use', () => {
    const used = functions.flatMap(({ access, trigger }) => [
      ...Object.keys(access.buckets),
      ...(trigger.type === 'storage' ? [trigger.bucket] : []),
    ]);
    expect(used.filter((bucket) => !knownBuckets().includes(bucket))).toEqual([]);
  });

  it('of topics are those that functions publish to', () => {
    const topics = textOf(localOf(stack, 'topics'));
    const environment = textOf(localOf(stack, 'common_environment'));
    for (const topic of knownTopics()) {
      expect(topics).toContain(`"${topic}"`);
      expect(environment).toMatch(new RegExp(`${topic.toUpperCase()}_TOPIC\\s*= "${topic}"`));
    }
    const used = functions.flatMap(({ access, trigger }) => [
      ...access.publishes,
      ...(trigger.type === 'pubsub' ? [trigger.topic] : []),
    ]);
    expect(used.filter((topic) => !knownTopics().includes(topic))).toEqual([]);
  });

  it('of functions are in the manifest that the stack’s tests plan with', async () => {
    const { default: manifest } = await import(`${root}terraform/stack/tests/fixtures/bundles/manifest.json`, {
      with: { type: 'json' },
    });
    expect(Object.keys(manifest.functions).sort()).toEqual(readFunctionDescriptions(`${root}functions`).map(({ name }) => name));
  });
});
