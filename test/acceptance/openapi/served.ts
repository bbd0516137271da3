import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { verifyDomainWith } from '@wheelhouse/shared/domains/platform/verbs/verifyDomain.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';

/** Every domain, with name servers of the test's own in place of the internet's. */
export const servedDomains: readonly Domain[] = allDomains.map((domain) => ({
  ...domain,
  verbs: domain.verbs.map((verb) => (verb.on === 'domains' && verb.name === 'verify' ? verifyDomainWith(resolveTxt) : verb)),
}));

/** Answers for names with an even number of characters; is down for the others. */
async function resolveTxt(name: string): Promise<string[][]> {
  if (name.length % 2 === 0) return [['v=spf1 -all'], ['wheelhouse=', 'something else']];
  throw Object.assign(new Error(`queryTxt ESERVFAIL ${name}`), { code: 'ESERVFAIL' });
}
