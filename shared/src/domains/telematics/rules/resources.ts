import { resource } from '../../../resource/resource.ts';
import { telematicsRules } from '../tables/index.ts';

/** Read and deleted; the verb set makes them. What applies, defaults included, is `telematics-rules:effective`. */
export const telematicsRulesResource = resource({
  path: 'telematics-rules',
  singular: 'telematicsRuleSet',
  table: telematicsRules,
  summary: 'What the organisation set about trips, fences, driving and devices, and from when it applies',
  operations: ['list', 'get', 'delete', 'changes'],
  permissions: { read: 'telematics_rules.read', write: 'telematics_rules.write' },
  search: ['note'],
  includes: { setByUser: { one: 'users', via: 'setByUserId' } },
});
